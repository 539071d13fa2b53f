"use client";

import { useSyncExternalStore } from "react";

import type { Connection } from "../core/index.js";
import { useClient } from "./provider.js";

const ON_SERVER: Connection = { state: "idle", since: 0, attempt: 0, isLeader: false };

/** How the event stream is: say so to people when it is neither `live` nor `polling`. */
export function useConnection(): Connection {
  const { connection } = useClient();
  return useSyncExternalStore(connection.subscribe, connection.get, () => ON_SERVER);
}
