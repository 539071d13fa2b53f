/** Server-sent events. */

import type { LogEvent, Reset, Transport } from "./types.js";

/** Every type of event that the log knows. A stream listens for these: `EventSource` has no way to hear all. */
export const EVENT_TYPES = [
  ..."created started progress step log artifact retrying released rescued completed failed cancelled cancel_requested requeued"
    .split(" ")
    .map((name) => "job." + name),
  "application.status_change",
];

export const sse: Transport = async (place, sink, wire) => {
  const source = new EventSource(await wire.url("/events/stream", { after: place }, true));
  // It would come back by itself in some cases and never in others; this client decides itself.
  source.onerror = () => {
    sink.end(source.readyState === 2);
  };
  for (const type of [...EVENT_TYPES, "tick", "reset"])
    source.addEventListener(type, ({ data, lastEventId }: MessageEvent<string>) => {
      const told = data && { ...(JSON.parse(data) as LogEvent), cursor: lastEventId };
      if (type === "reset") sink.reset(told as unknown as Reset);
      else sink.take(lastEventId, told || undefined);
    });
  return () => {
    source.close();
  };
};
