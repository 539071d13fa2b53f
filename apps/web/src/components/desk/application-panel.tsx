"use client";

import Link from "next/link";
import { When } from "@/components/status/when";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { useShelf } from "@/lib/api/queries";
import { APPLICATION_STATUS, neighbour } from "@/lib/desk/applications";
import { APPLICATIONS, PACKETS, RESUMES } from "@/lib/desk/shelves";
import type { Posting } from "@/lib/desk/types";
import { useMoveApplication, useStartApplication } from "@/lib/desk/use-records";
import { MoveMenu } from "./move-menu";
import { Problem } from "./problem";
import { Section } from "./section";

/** The application for an advert: begin it, or move it on. */
export function ApplicationPanel({ posting }: { posting: Posting }) {
  const query = useShelf(APPLICATIONS);
  const resume = useShelf(RESUMES).data?.items.find(({ origin }) => origin === "own");
  const packet = useShelf(PACKETS).data?.items.find(({ posting_id }) => posting_id === posting.id);
  const start = useStartApplication();
  const move = useMoveApplication();
  const application = query.data?.items.find(({ posting_id }) => posting_id === posting.id);
  const next = application ? neighbour(application.status, 1) : null;
  return (
    <Section title="Application" actions={<Link href="/desk/applications" className="text-xs text-muted underline-offset-4 hover:underline">Board</Link>}>
      {start.error ? <Problem problem={start.error} /> : null}
      {application ? (
        <>
          <p className="flex flex-wrap items-center gap-2 text-sm">
            <Badge tone={APPLICATION_STATUS[application.status].tone}>{APPLICATION_STATUS[application.status].text}</Badge>
            <span className="text-xs text-muted">since <When iso={application.history.at(-1)?.at ?? application.updated_at} /></span>
          </p>
          <div className="flex flex-wrap gap-2">
            {next ? <Button size="sm" onClick={() => { move.mutate({ id: application.id, status: next }); }}>Move to {APPLICATION_STATUS[next].text}</Button> : null}
            <MoveMenu application={application} title={posting.title} onMove={(status) => { move.mutate({ id: application.id, status }); }} />
          </div>
        </>
      ) : (
        <>
          <p className="text-sm text-muted">None yet. Once begun it stands on the board, with every step it takes.</p>
          <Button
            size="sm"
            className="self-start"
            isPending={start.isPending}
            disabled={query.data === undefined || start.isPending}
            onClick={() => { start.mutate({ posting_id: posting.id, resume_id: packet?.resume_id ?? resume?.id ?? null, packet_id: packet?.id ?? null }); }}
          >
            Start an application
          </Button>
        </>
      )}
    </Section>
  );
}
