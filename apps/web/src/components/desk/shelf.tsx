"use client";

import type { UseQueryResult } from "@tanstack/react-query";
import Link from "next/link";
import { useState, type ReactNode } from "react";
import { When } from "@/components/status/when";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/states";
import { count } from "@/lib/format";
import type { Shelved } from "@/lib/desk/shelves";
import { Problem } from "./problem";
import { Section } from "./section";

const SHOWN = 5;

export interface ShelfRow {
  id: string;
  href: string;
  title: ReactNode;
  note?: ReactNode;
  at?: string | null;
  end?: ReactNode;
}

/** One shelf of the desk: the newest of a kind, each leading to its page; the rest on demand. */
export function ShelfCard<Brief>({
  title,
  query,
  row,
  empty,
  actions,
  isKept = () => true,
}: {
  title: string;
  query: Pick<UseQueryResult<Shelved<Brief>>, "data" | "error" | "refetch">;
  row: (brief: Brief) => ShelfRow;
  empty: string;
  actions?: ReactNode;
  isKept?: (brief: Brief) => boolean;
}) {
  const [isOpen, setOpen] = useState(false);
  const items = query.data?.items.filter(isKept);
  const shown = isOpen ? items : items?.slice(0, SHOWN);
  const note = items && items.length > 0 ? `${count(items.length)}${query.data?.hasMore ? "+" : ""}` : null;
  return (
    <Section title={title} note={note} actions={actions}>
      {items === undefined ? (
        query.error ? (
          <Problem problem={query.error} action={<Button size="sm" onClick={() => void query.refetch()}>Ask again</Button>} />
        ) : (
          <Skeleton className="h-24" />
        )
      ) : items.length === 0 ? (
        <p className="text-sm text-muted">{empty}</p>
      ) : (
        <ul className={isOpen ? "-mx-2 max-h-96 overflow-y-auto" : "-mx-2"}>
          {shown?.map((brief) => {
            const each = row(brief);
            return <Row key={each.id} {...each} />;
          })}
        </ul>
      )}
      {items && items.length > SHOWN ? (
        <Button variant="ghost" size="sm" className="self-start" aria-expanded={isOpen} onClick={() => { setOpen(!isOpen); }}>
          {isOpen ? "Show fewer" : `Show all ${count(items.length)}`}
        </Button>
      ) : null}
    </Section>
  );
}

function Row({ href, title, note, at, end }: ShelfRow) {
  return (
    <li className="[contain-intrinsic-size:auto_3rem] [content-visibility:auto]">
      <Link href={href} className="flex items-center justify-between gap-3 rounded-md px-2 py-1.5 hover:bg-raised">
        <span className="min-w-0">
          <span className="block truncate text-sm">{title}</span>
          <span className="block truncate text-xs text-muted">
            {note}
            {note && at ? " · " : null}
            {at ? <When iso={at} /> : null}
          </span>
        </span>
        {end ? <span className="shrink-0 text-xs tabular-nums text-muted">{end}</span> : null}
      </Link>
    </li>
  );
}
