import type { Metadata } from "next";
import { DocumentPage } from "@/components/desk/document-page";
import { FirstPaint, wantJob, wantRecord, wantSubject } from "@/lib/desk/first";

export const metadata: Metadata = { title: "Tailored CV" };

export default async function Route({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <FirstPaint
      wanted={[
        wantSubject("document", id, ({ value }) => [wantRecord("resume", value.resume_id), wantRecord("posting", value.posting_id), wantJob(value.job_id)]),
      ]}
    >
      <DocumentPage key={id} id={id} />
    </FirstPaint>
  );
}
