"use client";

import { useConnection } from "@longhaul/react";
import { Tooltip } from "@/components/ui/tooltip";
import { cn } from "@/lib/utils";

type State = ReturnType<typeof useConnection>["state"];

/** How each state of the stream is called and looks. */
export const LOOK = {
  idle: { text: "Standing by", dot: "bg-strong", says: "Nothing on this page needs the live stream." },
  connecting: { text: "Connecting", dot: "bg-warning animate-breathe", says: "Opening the live stream." },
  "catching-up": { text: "Catching up", dot: "bg-warning animate-breathe", says: "Reading what happened meanwhile; nothing is left out." },
  live: { text: "Live", dot: "bg-succeeded", says: "Every change arrives as it happens." },
  reconnecting: { text: "Reconnecting", dot: "bg-warning animate-breathe", says: "The stream was cut. What is shown may be old; it goes on where it stopped." },
  polling: { text: "Polling", dot: "bg-running", says: "Something on the way holds the stream back, so this page asks every few seconds." },
  offline: { text: "Offline", dot: "bg-failed", says: "This device has no network. The page catches up when it has." },
  "signed-out": { text: "Signed out", dot: "bg-failed", says: "The login has ended; sign in to go on." },
} as const satisfies Record<State, { text: string; dot: string; says: string }>;

/** Whether what is shown is current: the truth about the stream behind it. */
export function ConnectionIndicator() {
  const connection = useConnection();
  const look = LOOK[connection.state];
  const attempt = connection.state === "reconnecting" && connection.attempt > 1 ? ` (attempt ${String(connection.attempt)})` : "";
  return (
    <Tooltip text={look.says} side="bottom">
      <button
        type="button"
        data-connection={connection.state}
        className="flex h-8 cursor-default items-center gap-2 whitespace-nowrap rounded-full border bg-surface px-3 text-xs font-medium"
      >
        <span className={cn("size-2 rounded-full", look.dot)} aria-hidden />
        <span role="status">
          {look.text}
          {attempt}
        </span>
      </button>
    </Tooltip>
  );
}
