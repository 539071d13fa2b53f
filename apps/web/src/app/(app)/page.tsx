import type { Metadata } from "next";
import { Desk } from "@/components/desk/desk";
import { firstPaint } from "@/lib/api/server";
import type { JobPage } from "@/lib/api/types";
import { FirstPaint, wantMatches, wantShelf } from "@/lib/desk/first";
import { APPLICATIONS, COMPANIES, DOCUMENTS, FEEDS, INTERVIEWS, PACKETS, POSTINGS, PROJECTS, RESUMES, SEARCHES } from "@/lib/desk/shelves";

export const metadata: Metadata = { title: "Desk" };

export default async function DeskPage({ searchParams }: { searchParams: Promise<{ resume?: string | string[] }> }) {
  const { resume } = await searchParams;
  const [running, queued] = await Promise.all([
    firstPaint<JobPage>("/background-jobs", { status: "running", limit: 50 }),
    firstPaint<JobPage>("/background-jobs", { status: "queued", limit: 50 }),
  ]);
  const wanted = [
    wantShelf(RESUMES, (resumes) => {
      const first = resumes.find(({ value }) => value.origin === "own");
      return first && typeof resume !== "string" ? [wantMatches(first.id)] : [];
    }),
    wantShelf(POSTINGS),
    wantShelf(DOCUMENTS),
    wantShelf(PACKETS),
    wantShelf(INTERVIEWS),
    wantShelf(COMPANIES),
    wantShelf(PROJECTS),
    wantShelf(SEARCHES),
    wantShelf(APPLICATIONS),
    wantShelf(FEEDS),
    ...(typeof resume === "string" ? [wantMatches(resume)] : []),
  ];
  return (
    <FirstPaint wanted={wanted}>
      <Desk active={{ running: running.data, queued: queued.data }} />
    </FirstPaint>
  );
}
