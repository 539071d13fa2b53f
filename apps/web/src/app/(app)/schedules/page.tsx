import type { Metadata } from "next";
import { Refused } from "@/components/operators/refused";
import { SchedulesView } from "@/components/operators/schedules-view";
import { Page } from "@/components/shell/page";
import type { ScheduleList } from "@/lib/api/operators";
import { firstPaint } from "@/lib/api/server";

export const metadata: Metadata = { title: "Schedules" };

export default async function SchedulesPage() {
  const { data, problem } = await firstPaint<ScheduleList>("/schedules");
  return (
    <Page title="Schedules" lead="Jobs that the clock asks for: the desk's own and yours.">
      {problem ? <Refused problem={problem} /> : <SchedulesView initial={data} />}
    </Page>
  );
}
