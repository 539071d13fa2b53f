"use client";

import { useClient, useConnection } from "@longhaul/react";
import { RefreshCw } from "lucide-react";
import { LOOK } from "@/components/shell/connection";
import { Elapsed, When } from "@/components/status/when";
import { Badge, type BadgeTone } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { canShare, type Transport } from "@/lib/transport";
import { useNow } from "@/lib/use-now";
import { Fact } from "./account-card";
import { useLastEvent } from "./use-last-event";
import { useTransport } from "./use-transport";

type State = ReturnType<typeof useConnection>["state"];

const STATES = {
  idle: { tone: "neutral", way: "none: nothing needs it at the moment" },
  connecting: { tone: "warning", way: "being opened" },
  "catching-up": { tone: "warning", way: null },
  live: { tone: "succeeded", way: null },
  reconnecting: { tone: "warning", way: "cut; it goes on where it stopped" },
  polling: { tone: "running", way: null },
  offline: { tone: "failed", way: "none: this device has no network" },
  "signed-out": { tone: "failed", way: "none: the login has ended" },
} as const satisfies Record<State, { tone: BadgeTone; way: string | null }>;

const TRANSPORTS = {
  sse: { name: "Server-sent events", says: "a stream that stays open" },
  websocket: { name: "WebSocket", says: "because server-sent events do not get through" },
  poll: { name: "Long poll", says: "repeated requests, because something on the way holds streams back" },
} as const satisfies Record<Transport, { name: string; says: string }>;

function holder(connection: Pick<ReturnType<typeof useConnection>, "state" | "isLeader">): string {
  if (connection.isLeader) return canShare() ? "this tab, shared with all tabs of this browser" : "this tab, its own; each tab has one";
  return connection.state === "idle" ? "no tab" : "another tab of this browser, which shares it with this one";
}

/** How the live stream of this browser is, and a way to try it anew at once. */
export function ConnectionCard() {
  const client = useClient();
  const connection = useConnection();
  const last = useLastEvent();
  const used = useTransport();
  const transport = used && TRANSPORTS[used];
  const isClient = useNow() !== null;
  const state = STATES[connection.state];
  const isSteady = connection.state === "live" || connection.state === "idle";
  return (
    <Card aria-labelledby="connection">
      <CardHeader className="items-center">
        <CardTitle id="connection">Live stream</CardTitle>
        <Button size="sm" disabled={isSteady} onClick={() => { client.retryNow(); }}>
          <RefreshCw aria-hidden /> Reconnect now
        </Button>
      </CardHeader>
      <CardContent>
        <dl className="flex flex-col gap-3 text-sm sm:grid sm:grid-cols-[8rem_1fr]">
          <Fact name="State">
            <span role="status"><Badge tone={state.tone}>{LOOK[connection.state].text}</Badge></span>
            {isClient && connection.since > 0 ? <span className="ml-2 text-muted">for <Elapsed since={new Date(connection.since).toISOString()} until={null} className="tabular-nums" /></span> : null}
            {connection.attempt > 0 ? <span className="ml-2 text-muted">{connection.attempt === 1 ? "1 failed try" : `${String(connection.attempt)} failed tries`}</span> : null}
          </Fact>
          <Fact name="Transport">
            {transport ? <>{transport.name}<span className="text-muted">, {transport.says}</span></> : (state.way ?? "not known: the tab that holds it has not said yet")}
          </Fact>
          <Fact name="Held by">{holder(connection)}</Fact>
          <Fact name="Last event">
            {last === null ? (
              <span className="text-muted">none since this page was opened</span>
            ) : (
              <>
                <span className="font-mono text-xs">{last.type}</span> <span className="text-muted">no. {last.seq}, arrived</span>{" "}
                <When iso={new Date(last.arrivedAt).toISOString()} />
              </>
            )}
          </Fact>
        </dl>
        {isSteady ? <p className="mt-3 text-xs text-muted">There is nothing to reconnect: the stream is as it should be.</p> : null}
      </CardContent>
    </Card>
  );
}
