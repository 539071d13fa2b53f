import type { Metadata } from "next";
import { Refused } from "@/components/operators/refused";
import { SchedulesView } from "@/components/operators/schedules-view";
import { Page } from "@/components/shell/page";
import type { ScheduleList } from "@/lib/api/operators";
import { firstPaint } from "@/lib/api/server";
import { whoAsks } from "@/lib/auth/who-asks";

export const metadata: Metadata = { title: "Schedules" };

export default async function SchedulesPage() {
  const [{ data, problem }, { owner }] = await Promise.all([firstPaint<ScheduleList>("/schedules"), whoAsks()]);
  return (
    <Page title="Schedules" lead="Jobs that the clock asks for: the desk's own and yours.">
      {problem ? <Refused problem={problem} /> : <SchedulesView initial={data} me={owner} />}
    </Page>
  );
}
