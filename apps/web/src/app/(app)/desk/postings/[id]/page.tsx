import type { Metadata } from "next";
import { PostingPage } from "@/components/desk/posting-page";
import { FirstPaint, wantMatches, wantShelf, wantSubject } from "@/lib/desk/first";
import { APPLICATIONS, PACKETS, RESUMES, SCORED } from "@/lib/desk/shelves";

export const metadata: Metadata = { title: "Advert" };

export default async function Route({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <FirstPaint
      wanted={[
        wantSubject("posting", id),
        wantShelf(RESUMES, (resumes) => resumes.filter(({ value }) => value.origin === "own").slice(0, SCORED).map((resume) => wantMatches(resume.id))),
        wantShelf(PACKETS),
        wantShelf(APPLICATIONS),
      ]}
    >
      <PostingPage key={id} id={id} />
    </FirstPaint>
  );
}
