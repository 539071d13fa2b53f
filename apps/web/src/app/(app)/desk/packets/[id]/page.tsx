import type { Metadata } from "next";
import { PacketPage } from "@/components/desk/packet-page";
import { FirstPaint, wantSubject, wantShelf } from "@/lib/desk/first";
import { APPLICATIONS } from "@/lib/desk/shelves";

export const metadata: Metadata = { title: "Packet" };

export default async function Route({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <FirstPaint wanted={[wantSubject("packet", id), wantShelf(APPLICATIONS)]}>
      <PacketPage key={id} id={id} />
    </FirstPaint>
  );
}
