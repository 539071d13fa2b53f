"use client";

import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Failed, Skeleton } from "@/components/ui/states";
import { ApiProblem } from "@/lib/api/client";

/** Why the API refused, with what it named. */
export function Problem({ problem, action }: { problem: Error; action?: ReactNode }) {
  if (!(problem instanceof ApiProblem)) return <Failed title="This did not work" detail={problem.message} action={action} />;
  const fields = problem.fields.map(({ field, message }) => `${field}: ${message}`);
  const detail = fields.length > 0 ? fields.join("; ") : problem.message;
  const wait = problem.retryAfterS === undefined ? "" : ` Try again in ${String(Math.ceil(problem.retryAfterS))} s.`;
  return <Failed title={problem.title} detail={`${detail}${wait}`} requestId={problem.requestId} action={action} />;
}

/**
 * The content of a record once it is here; before, its place; and why it is not.
 *
 * What was read stays on the page when a later read fails, with a note that it may be old.
 */
export function Loaded<Data>({
  query,
  skeleton = <Skeleton className="h-96 w-full" />,
  children,
}: {
  query: Pick<UseQueryResult<Data>, "data" | "error" | "refetch" | "isRefetchError">;
  skeleton?: ReactNode;
  children: (data: Data) => ReactNode;
}) {
  const again = <Button size="sm" onClick={() => void query.refetch()}>Ask again</Button>;
  if (query.data === undefined) return query.error ? <Problem problem={query.error} action={again} /> : skeleton;
  return (
    <>
      {query.isRefetchError ? (
        <p role="status" className="flex flex-wrap items-center gap-3 rounded-md bg-warning-soft px-3 py-2 text-sm text-warning">
          The API does not answer; what is shown may be old. {again}
        </p>
      ) : null}
      {children(query.data)}
    </>
  );
}
