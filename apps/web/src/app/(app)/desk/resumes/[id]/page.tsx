import type { Metadata } from "next";
import { ResumePage } from "@/components/desk/resume-page";
import { FirstPaint, wantMatches, wantSubject, wantShelf } from "@/lib/desk/first";
import { POSTINGS } from "@/lib/desk/shelves";

export const metadata: Metadata = { title: "CV" };

export default async function Route({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <FirstPaint wanted={[wantSubject("resume", id), wantMatches(id), wantShelf(POSTINGS)]}>
      <ResumePage key={id} id={id} />
    </FirstPaint>
  );
}
