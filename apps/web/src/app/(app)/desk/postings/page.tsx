import type { Metadata } from "next";
import { PostingsPage } from "@/components/desk/postings-page";
import { FirstPaint, wantPages } from "@/lib/desk/first";
import { POSTINGS } from "@/lib/desk/shelves";

export const metadata: Metadata = { title: "Adverts" };

export default function Route() {
  return (
    <FirstPaint wanted={[wantPages(POSTINGS)]}>
      <PostingsPage />
    </FirstPaint>
  );
}
