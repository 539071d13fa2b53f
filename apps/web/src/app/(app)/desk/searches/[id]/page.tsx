import type { Metadata } from "next";
import { SearchPage } from "@/components/desk/search-page";
import { FirstPaint, wantJob, wantSubject } from "@/lib/desk/first";

export const metadata: Metadata = { title: "Candidates" };

export default async function Route({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <FirstPaint wanted={[wantSubject("search", id, ({ value }) => [wantJob(value.job_id)])]}>
      <SearchPage key={id} id={id} />
    </FirstPaint>
  );
}
