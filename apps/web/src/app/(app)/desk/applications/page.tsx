import type { Metadata } from "next";
import { ApplicationsPage } from "@/components/desk/applications-page";
import { FirstPaint, wantRecord, wantShelf } from "@/lib/desk/first";
import { APPLICATIONS, POSTINGS } from "@/lib/desk/shelves";

/** So many adverts by their titles with the first paint; more of them a moment later. */
const NAMED = 20;

export const metadata: Metadata = { title: "Applications" };

export default function Route() {
  return (
    <FirstPaint wanted={[wantShelf(APPLICATIONS, (applications) => applications.slice(0, NAMED).map((each) => wantRecord("posting", each.posting_id))), wantShelf(POSTINGS)]}>
      <ApplicationsPage />
    </FirstPaint>
  );
}
