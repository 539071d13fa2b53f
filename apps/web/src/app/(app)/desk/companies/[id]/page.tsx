import type { Metadata } from "next";
import { CompanyPage } from "@/components/desk/company-page";
import { FirstPaint, wantRecord, wantSubject } from "@/lib/desk/first";

/** So many of its adverts by their titles with the first paint; more of them a moment later. */
const NAMED = 8;

export const metadata: Metadata = { title: "Company" };

export default async function Route({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <FirstPaint wanted={[wantSubject("company", id, ({ value }) => value.open_jobs.slice(0, NAMED).map((posting) => wantRecord("posting", posting)))]}>
      <CompanyPage key={id} id={id} />
    </FirstPaint>
  );
}
