"use client";

import Link from "next/link";
import { useState } from "react";
import { Page } from "@/components/shell/page";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/states";
import { useShelf } from "@/lib/api/queries";
import { APPLICATION_STATUS } from "@/lib/desk/applications";
import { APPLICATIONS, POSTINGS } from "@/lib/desk/shelves";
import type { Application, ApplicationStatus } from "@/lib/desk/types";
import { useDeskEvents } from "@/lib/desk/use-desk-events";
import { useMoveApplication } from "@/lib/desk/use-records";
import { ApplicationBoard } from "./application-board";
import { BackLink } from "./back-link";
import { Loaded } from "./problem";

/** All applications by how far they are. */
export function ApplicationsPage() {
  const query = useShelf(APPLICATIONS);
  const postings = useShelf(POSTINGS).data?.items ?? [];
  const move = useMoveApplication();
  const [said, setSaid] = useState("");
  useDeskEvents(() => false);
  const titleOf = (application: Application) => postings.find(({ id }) => id === application.posting_id) ?? null;
  const moveTo = (application: Application, status: ApplicationStatus) => {
    move.mutate({ id: application.id, status });
    setSaid(`${titleOf(application)?.title ?? "The application"} is now ${APPLICATION_STATUS[status].text}`);
  };
  return (
    <Page
      title="Applications"
      lead={<span className="flex flex-wrap items-center gap-x-3"><BackLink /><span className="hidden sm:inline">On a card: arrow keys move it along, R is rejected, W withdrawn.</span></span>}
      isWide
    >
      <p role="status" className="sr-only">{said}</p>
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title="No applications yet" action={<Button asChild><Link href="/desk/postings">To the adverts</Link></Button>}>Begin one on the page of an advert.</Empty>
          ) : (
            <ApplicationBoard applications={items} postingOf={titleOf} onMove={moveTo} />
          )
        }
      </Loaded>
    </Page>
  );
}
