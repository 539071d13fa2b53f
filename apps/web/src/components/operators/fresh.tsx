"use client";

import type { UseQueryResult } from "@tanstack/react-query";
import { CloudOff } from "lucide-react";
import type { ReactNode } from "react";
import { When } from "@/components/status/when";
import { Button } from "@/components/ui/button";
import { Failed } from "@/components/ui/states";
import { isRefusal } from "@/lib/api/operators";
import { Refused } from "./refused";

/**
 * What a query brought, in each of its states: `waiting` in the shape of what comes, the content, a refusal, an outage.
 *
 * In an outage the content stays, under a line that says how old it is.
 */
export function Fresh<T>({
  query,
  what,
  waiting,
  children,
}: {
  query: UseQueryResult<T, Error>;
  /** What is shown, as a plural: `The queues`. */
  what: string;
  waiting: ReactNode;
  children: (data: T) => ReactNode;
}) {
  if (isRefusal(query.error)) return <Refused problem={query.error} />;
  if (query.data === undefined) {
    if (!query.isError) return <div aria-busy="true" aria-label={`${what} are being read`}>{waiting}</div>;
    return (
      <Failed
        title={`${what} could not be read`}
        detail={`${query.error.message} It is tried again every few seconds.`}
        action={<Button size="sm" onClick={() => void query.refetch()} isPending={query.isFetching}>Try now</Button>}
      />
    );
  }
  return (
    <>
      {query.failureReason === null ? null : <Stale what={what} readAt={query.dataUpdatedAt} />}
      {children(query.data)}
    </>
  );
}

function Stale({ what, readAt }: { what: string; readAt: number }) {
  return (
    <p role="status" className="mb-3 flex items-center gap-2 rounded-md border border-warning/30 bg-warning-soft/60 px-3 py-2 text-sm">
      <CloudOff className="size-4 shrink-0 text-warning" aria-hidden />
      <span>
        The API does not answer. {what} below may be old: they were read <When iso={new Date(readAt).toISOString()} />.
      </span>
    </p>
  );
}
