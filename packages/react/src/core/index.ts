/** The event client, without React. */

export { createClient } from "./client.js";
export { EVENT_TYPES } from "./sse.js";
export type {
  Client,
  ClientOptions,
  Connection,
  ConnectionState,
  FollowOptions,
  LogEvent,
  Reset,
  Store,
} from "./types.js";
