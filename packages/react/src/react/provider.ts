"use client";

/** Which client the hooks below use. */

import { createContext, createElement, useContext, type ReactElement, type ReactNode } from "react";

import type { Client } from "../core/index.js";

const ClientContext = createContext<Client | null>(null);

/** Gives `client` to all hooks below. Make the client once per page, outside of components or in a `useState`. */
export function LonghaulProvider({ client, children }: { client: Client; children?: ReactNode }): ReactElement {
  return createElement(ClientContext.Provider, { value: client }, children);
}

/** The client of the provider above. Throws where there is none. */
export function useClient(): Client {
  const client = useContext(ClientContext);
  if (!client) throw new Error("Put a <LonghaulProvider client={...}> around what uses Longhaul's hooks.");
  return client;
}
