import type { Metadata } from "next";
import { ProjectPage } from "@/components/desk/project-page";
import { FirstPaint, wantSubject } from "@/lib/desk/first";

export const metadata: Metadata = { title: "Project" };

export default async function Route({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <FirstPaint wanted={[wantSubject("project", id)]}>
      <ProjectPage key={id} id={id} />
    </FirstPaint>
  );
}
