"use client";

import Link from "next/link";
import { useEffect, useRef, type KeyboardEvent } from "react";
import { When } from "@/components/status/when";
import { Badge } from "@/components/ui/badge";
import { ScrollRegion } from "@/components/ui/scroll-region";
import { useRecord } from "@/lib/api/queries";
import { APPLICATION_STATUS, columnsOf, moveOf } from "@/lib/desk/applications";
import { plural } from "@/lib/desk/tasks";
import type { Application, ApplicationStatus, PostingSummary } from "@/lib/desk/types";
import { MoveMenu } from "./move-menu";

/** A column for each state; a card is moved by its menu, or by keys while it has the focus. */
export function ApplicationBoard({
  applications,
  postingOf,
  onMove,
}: {
  applications: readonly Application[];
  postingOf: (application: Application) => Pick<PostingSummary, "title" | "company"> | null;
  onMove: (application: Application, status: ApplicationStatus) => void;
}) {
  const board = useRef<HTMLDivElement>(null);
  const follow = useRef<string | null>(null);
  const move = (application: Application, status: ApplicationStatus) => {
    follow.current = application.id;
    onMove(application, status);
  };
  // A moved card is made anew in another column: the focus goes with it, so that the next key still finds it.
  useEffect(() => {
    const id = follow.current;
    if (id === null) return;
    follow.current = null;
    board.current?.querySelector<HTMLElement>(`[data-application="${id}"]`)?.focus();
  }, [applications]);
  return (
    <ScrollRegion ref={board} label="Board of applications" className="flex snap-x gap-3 pb-3">
      {columnsOf(applications).map(({ status, items }) => (
        <section key={status} aria-label={APPLICATION_STATUS[status].text} className="flex min-h-40 w-64 shrink-0 snap-start flex-col gap-2 rounded-lg bg-raised/60 p-2.5">
          <h2 className="flex items-center justify-between px-0.5">
            <Badge tone={APPLICATION_STATUS[status].tone}>{APPLICATION_STATUS[status].text}</Badge>
            <span className="text-xs tabular-nums text-muted">{items.length}</span>
          </h2>
          <ul className="flex flex-col gap-2">
            {items.map((application) => (
              <li key={application.id}>
                <ApplicationCard application={application} posting={postingOf(application)} onMove={(to) => { move(application, to); }} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </ScrollRegion>
  );
}

function ApplicationCard({
  application,
  posting,
  onMove,
}: {
  application: Application;
  posting: Pick<PostingSummary, "title" | "company"> | null;
  onMove: (status: ApplicationStatus) => void;
}) {
  const { data: found, error } = useRecord("posting", posting ? null : application.posting_id);
  const title = posting?.title ?? found?.title ?? (error ? "An advert that is no longer kept" : "Advert");
  const company = posting?.company ?? found?.hiringOrganization.name ?? null;
  const press = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const status = moveOf(event.key, application.status);
    if (status === null) return;
    event.preventDefault();
    onMove(status);
  };
  return (
    <div
      tabIndex={0}
      role="group"
      aria-label={`${title}${company ? `, ${company}` : ""}: ${APPLICATION_STATUS[application.status].text}`}
      aria-keyshortcuts="ArrowRight ArrowLeft R W"
      data-application={application.id}
      onKeyDown={press}
      className="flex flex-col gap-2 rounded-md border bg-surface p-3"
    >
      <div className="min-w-0">
        <Link href={`/desk/postings/${application.posting_id}`} className="line-clamp-2 text-sm font-medium hover:underline">{title}</Link>
        {company ? <p className="truncate text-xs text-muted">{company}</p> : null}
      </div>
      <details className="text-xs">
        <summary className="cursor-pointer text-muted">{plural(application.history.length, "step")}, last <When iso={application.history.at(-1)?.at ?? application.updated_at} /></summary>
        <ol className="mt-1.5 flex flex-col gap-1 border-l pl-2">
          {[...application.history].reverse().map(({ status, at, note }, index) => (
            <li key={index}>
              {APPLICATION_STATUS[status].text} <span className="text-muted"><When iso={at} /></span>
              {note ? <p className="text-muted">{note}</p> : null}
            </li>
          ))}
        </ol>
      </details>
      <div className="-mb-1 -ml-2 flex items-center justify-between gap-1">
        <MoveMenu application={application} title={title} onMove={onMove} />
        {application.packet_id ? <Link href={`/desk/packets/${application.packet_id}`} className="text-xs text-accent-ink hover:underline">Packet</Link> : null}
      </div>
    </div>
  );
}
