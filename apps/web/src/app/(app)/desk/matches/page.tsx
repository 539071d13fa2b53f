import type { Metadata } from "next";
import { MatchesPage } from "@/components/desk/matches-page";
import { FirstPaint, wantMatches, wantShelf } from "@/lib/desk/first";
import { minimumOf } from "@/lib/desk/matches";
import { RESUMES } from "@/lib/desk/shelves";

export const metadata: Metadata = { title: "Matches" };

interface Search {
  resume?: string | string[];
  min?: string | string[];
}

export default async function Route({ searchParams }: { searchParams: Promise<Search> }) {
  const { resume, min } = await searchParams;
  const minimum = minimumOf(typeof min === "string" ? min : null);
  const matches = typeof resume === "string" ? [wantMatches(resume, minimum)] : [];
  return (
    <FirstPaint wanted={[wantShelf(RESUMES), ...matches]}>
      <MatchesPage />
    </FirstPaint>
  );
}
