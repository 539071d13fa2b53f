"use client";

import {
  Bar,
  CartesianGrid,
  ComposedChart,
  Line,
  LineChart,
  Rectangle,
  ReferenceArea,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
  type BarShapeProps,
  type DotItemDotProps,
} from "recharts";
import { count, duration } from "@/lib/format";
import { ChartFigure, MinuteTooltip, ticksOf, type Series } from "./chart-parts";
import { COUNT_STEPS, DURATION_STEPS, scaleOf, tickDuration } from "./chart-scales";
import { peakOf, tallest, WIDE_FROM, type Minute } from "./throughput";
import { clock, durationSummary, endsSummary } from "./throughput-words";

const MARGIN = { top: 8, right: 16, bottom: 0, left: 0 };
const AXIS = { fill: "var(--muted)", fontSize: 11 };

const ENDS: readonly Series[] = [
  { key: "succeeded", name: "Succeeded", colour: "var(--succeeded)", isLine: false, write: count },
  { key: "failed", name: "Failed", colour: "var(--failed)", isLine: false, write: count },
  { key: "cancelled", name: "Cancelled", colour: "var(--cancelled)", isLine: false, write: count },
  { key: "retried", name: "Retried", colour: "var(--foreground)", isLine: true, dash: "4 3", write: count },
];

const WAITS: readonly Series[] = [
  { key: "waitP50", name: "Half (p50)", colour: "var(--queued)", isLine: true, dash: "4 3", write: duration },
  { key: "waitP95", name: "95 % (p95)", colour: "var(--queued)", isLine: true, write: duration },
];

const RUNS: readonly Series[] = [
  { key: "runP50", name: "Half (p50)", colour: "var(--running)", isLine: true, dash: "4 3", write: duration },
  { key: "runP95", name: "95 % (p95)", colour: "var(--running)", isLine: true, write: duration },
];

/** How attempts ended in each minute: bars for ends, a line for what is tried again. */
export function ThroughputChart({ minutes }: { minutes: readonly Minute[] }) {
  const bars = ENDS.filter((series) => !series.isLine);
  return (
    <ChartFigure name="Ended per minute" summary={endsSummary(minutes)} series={ENDS} minutes={minutes}>
      <ResponsiveContainer width="100%" height="100%">
        <ComposedChart data={[...minutes]} margin={MARGIN} barCategoryGap="12%" title="Ended per minute">
          <CartesianGrid vertical={false} stroke="var(--border)" />
          {timeAxis(minutes)}
          <YAxis orientation={sideOf(minutes)} allowDecimals={false} width={40} tickLine={false} axisLine={false} tick={AXIS} tickFormatter={(value: number) => count(value)} {...scaleOf(tallest(minutes), COUNT_STEPS)} />
          <Tooltip content={<MinuteTooltip series={ENDS} />} cursor={{ fill: "var(--raised)" }} isAnimationActive={false} />
          {bars.map((series) => (
            <Bar key={series.key} dataKey={series.key} name={series.name} stackId="ends" fill={series.colour} shape={endBar} isAnimationActive={false} />
          ))}
          {lines(ENDS.filter((series) => series.isLine), minutes)}
          {incomplete(minutes)}
        </ComposedChart>
      </ResponsiveContainer>
    </ChartFigure>
  );
}

/** How long jobs of each minute had waited, and how long they ran. */
export function DurationCharts({ minutes, isOfSeveral }: { minutes: readonly Minute[]; isOfSeveral: boolean }) {
  return (
    <>
      <DurationChart name="Wait until started" series={WAITS} minutes={minutes} summary={durationSummary("waited", "waitP95", minutes, isOfSeveral)} />
      <DurationChart name="Run time" series={RUNS} minutes={minutes} summary={durationSummary("ran", "runP95", minutes, isOfSeveral)} />
    </>
  );
}

function DurationChart({ name, series, minutes, summary }: { name: string; series: readonly Series[]; minutes: readonly Minute[]; summary: string }) {
  const peak = peakOf(minutes, series === WAITS ? "waitP95" : "runP95");
  return (
    <ChartFigure name={name} summary={summary} series={series} minutes={minutes}>
      <ResponsiveContainer width="100%" height="100%">
        <LineChart data={[...minutes]} margin={MARGIN} title={name}>
          <CartesianGrid vertical={false} stroke="var(--border)" />
          {timeAxis(minutes)}
          <YAxis orientation={sideOf(minutes)} width={56} tickLine={false} axisLine={false} tick={AXIS} tickFormatter={unbroken} {...scaleOf(peak?.value ?? 0, DURATION_STEPS)} />
          <Tooltip content={<MinuteTooltip series={series} />} cursor={{ stroke: "var(--strong)" }} isAnimationActive={false} />
          {lines(series, minutes)}
          {incomplete(minutes)}
        </LineChart>
      </ResponsiveContainer>
    </ChartFigure>
  );
}

/** Where a chart may scroll, its scale stays with the newest minute. */
function sideOf(minutes: readonly Minute[]): "left" | "right" {
  return minutes.length > WIDE_FROM ? "right" : "left";
}

function timeAxis(minutes: readonly Minute[]) {
  return (
    <XAxis dataKey="at" ticks={ticksOf(minutes)} interval={0} tickFormatter={clock} tickLine={false} axisLine={{ stroke: "var(--strong)" }} tick={AXIS} height={24} />
  );
}

function lines(series: readonly Series[], minutes: readonly Minute[]) {
  return series.map((each) => (
    <Line
      key={each.key}
      dataKey={each.key}
      name={each.name}
      type="linear"
      stroke={each.colour}
      strokeWidth={1.5}
      {...(each.dash === undefined ? {} : { strokeDasharray: each.dash })}
      dot={({ key, cx, cy, index }: DotItemDotProps) => (isAlone(minutes, index, each.key) ? <circle key={key} cx={cx} cy={cy} r={2} fill={each.colour} /> : <g key={key} />)}
      connectNulls={false}
      isAnimationActive={false}
    />
  ));
}

/** Whether a minute has a value and its neighbours have none: a line through it would not show. */
function isAlone(minutes: readonly Minute[], index: number, key: Series["key"]): boolean {
  const has = (place: number) => typeof minutes[place]?.[key] === "number";
  return has(index) && !has(index - 1) && !has(index + 1);
}

/** The band behind the minute that has not ended. */
function incomplete(minutes: readonly Minute[]) {
  const last = minutes.at(-1);
  if (!last?.isIncomplete) return null;
  return <ReferenceArea x1={last.at} x2={last.at} fill="var(--accent)" fillOpacity={0.14} ifOverflow="visible" />;
}

/** A bar, paler while its minute goes on. */
function endBar(props: BarShapeProps) {
  const { payload } = props as BarShapeProps & { payload: Minute };
  return <Rectangle {...props} fillOpacity={payload.isIncomplete ? 0.5 : 1} />;
}

/** `200 ms` on one line: the chart would break it at the space. */
function unbroken(seconds: number): string {
  return tickDuration(seconds).replaceAll(" ", "\u00a0");
}
