"use client";

import { createClient, type Client } from "@longhaul/react/core";
import { API } from "./api/client";
import { leaveToSignIn, leaveWithOtherTabs } from "./auth/signed-out";
import { answerAboutTransport } from "./transport";

let client: Client | undefined;

/** The one event client of this browser tab; on the server a fresh one that never opens anything. */
export function longhaul(): Client {
  if (typeof window === "undefined") return createClient({ baseUrl: API });
  if (client === undefined) {
    client = createClient({ baseUrl: API, onUnauthorized: leaveToSignIn });
    leaveWithOtherTabs();
    answerAboutTransport(client);
  }
  return client;
}
