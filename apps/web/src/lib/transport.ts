/** By which transport the events of this browser come, and whether its tabs share them. */
import type { Client } from "@longhaul/react/core";

export type Transport = "sse" | "websocket" | "poll";

/** Where the event client of a tab remembers that it had to fall back: the number of the way, and since when. */
const MEMORY = "longhaul";
const WAYS: readonly Transport[] = ["sse", "websocket", "poll"];
const CHANNEL = "longhaul transport";
const QUESTION = "?";

/** The transport of a stream that this tab holds itself. */
export function ownTransport(): Transport {
  try {
    const [way = "0"] = (sessionStorage.getItem(MEMORY) ?? "").split(" ");
    return WAYS[Number(way)] ?? "sse";
  } catch {
    return "sse"; // without storage nothing is tried but that
  }
}

/** Whether tabs of this browser can share a stream. On plain http, but for localhost, each tab has its own. */
export function canShare(): boolean {
  return typeof BroadcastChannel !== "undefined" && typeof navigator.locks !== "undefined";
}

/** Answers tabs that ask, while this one holds the stream for them. */
export function answerAboutTransport(client: Client): void {
  if (!canShare()) return;
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = ({ data }) => {
    if (data === QUESTION && client.connection.get().isLeader) channel.postMessage(ownTransport());
  };
}

/** Asks the tab that holds the stream; the answer ends the asking. */
export function askForTransport(onAnswer: (transport: Transport) => void): () => void {
  if (!canShare()) return () => undefined;
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = ({ data }) => {
    const transport = WAYS.find((way) => way === data);
    if (transport !== undefined) onAnswer(transport);
  };
  channel.postMessage(QUESTION);
  return () => {
    channel.close();
  };
}
