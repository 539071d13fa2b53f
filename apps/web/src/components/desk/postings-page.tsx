"use client";

import Link from "next/link";
import { Page } from "@/components/shell/page";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";
import { Empty, Skeleton } from "@/components/ui/states";
import { usePagedShelf } from "@/lib/api/queries";
import { POSTINGS } from "@/lib/desk/shelves";
import { useDeskEvents } from "@/lib/desk/use-desk-events";
import { useUrlState } from "@/lib/desk/use-url-state";
import { count } from "@/lib/format";
import { BackLink } from "./back-link";
import { matching } from "./picker";
import { Problem } from "./problem";

/** Every advert that is kept, newest first; the search looks through those that are loaded. */
export function PostingsPage() {
  const [search, setSearch] = useUrlState("q");
  const query = usePagedShelf(POSTINGS);
  useDeskEvents(() => false);
  const all = query.data?.map(({ id, title, company, places, workplace }) => ({ id, title, note: [company, ...places, workplace].filter(Boolean).join(" · ") }));
  const found = all ? matching(all, search ?? "") : undefined;
  return (
    <Page title="Adverts" lead={<BackLink />}>
      <Field label="Search" isLabelHidden hint={all ? `${count(found?.length ?? 0)} of ${count(all.length)}${query.hasNextPage ? " loaded" : ""}` : " "}>
        {(control) => <Input {...control} type="search" placeholder="Title, company, place" value={search ?? ""} onChange={(event) => { setSearch(event.target.value); }} />}
      </Field>
      {query.error ? <Problem problem={query.error} action={<Button size="sm" onClick={() => void query.refetch()}>Ask again</Button>} /> : null}
      {found === undefined ? (
        query.error ? null : <Skeleton className="h-96" />
      ) : found.length === 0 ? (
        <Empty title={all?.length === 0 ? "No adverts yet" : "No advert has these words"}>{all?.length === 0 ? "Hand one in on the desk by its address or text, or add a feed." : null}</Empty>
      ) : (
        <ul className="divide-y rounded-lg border bg-surface">
          {found.map(({ id, title, note }) => (
            <li key={id} className="[contain-intrinsic-size:auto_3.25rem] [content-visibility:auto]">
              <Link href={`/desk/postings/${id}`} prefetch={false} className="block px-4 py-2 hover:bg-raised">
                <span className="block truncate text-sm">{title}</span>
                <span className="block truncate text-xs text-muted">{note}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
      {query.hasNextPage ? <Button className="self-center" isPending={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>Load more</Button> : null}
    </Page>
  );
}
