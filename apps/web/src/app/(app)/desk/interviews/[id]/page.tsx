import type { Metadata } from "next";
import { InterviewPage } from "@/components/desk/interview-page";
import { FirstPaint, wantSubject } from "@/lib/desk/first";

export const metadata: Metadata = { title: "Interview" };

export default async function Route({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <FirstPaint wanted={[wantSubject("interview", id)]}>
      <InterviewPage key={id} id={id} />
    </FirstPaint>
  );
}
