"use client";

import { useState, type ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import { cn } from "@/lib/utils";
import { eventful, WIDE_FROM, type Minute } from "./throughput";
import { clock } from "./throughput-words";

/** What one series is called, drawn with, and how its values are written. */
export interface Series {
  key: Exclude<keyof Minute, "at" | "isIncomplete">;
  name: string;
  colour: string;
  isLine: boolean;
  /** A dash pattern, so that lines differ by more than colour. */
  dash?: string;
  write: (value: number) => string;
}

const TICKS = 6;
const STEPS_MIN = [1, 5, 10, 15, 30, 60, 120];

/** The minutes that the time axis names: whole steps of the reader's clock, about six of them, never closer than that. */
export function ticksOf(minutes: readonly Minute[]): number[] {
  const step = STEPS_MIN.find((each) => minutes.length / each <= TICKS) ?? 120;
  return minutes
    .map((minute) => minute.at)
    .filter((at) => {
      const local = new Date(at);
      return (local.getHours() * 60 + local.getMinutes()) % step === 0;
    });
}

function Legend({ series, hasIncomplete }: { series: readonly Series[]; hasIncomplete: boolean }) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted">
      {series.map((each) => (
        <li key={each.key} className="flex items-center gap-1.5">
          <svg viewBox="0 0 16 10" className="h-2.5 w-4" aria-hidden>
            {each.isLine ? (
              <line x1="0" y1="5" x2="16" y2="5" stroke={each.colour} strokeWidth="2" strokeDasharray={each.dash} />
            ) : (
              <rect x="3" width="10" height="10" rx="2" fill={each.colour} />
            )}
          </svg>
          {each.name}
        </li>
      ))}
      {hasIncomplete ? (
        <li className="flex items-center gap-1.5">
          <svg viewBox="0 0 16 10" className="h-2.5 w-4" aria-hidden>
            <rect x="3" width="10" height="10" fill="var(--accent)" fillOpacity="0.25" />
          </svg>
          this minute, so far
        </li>
      ) : null}
    </ul>
  );
}

interface TooltipProps {
  active?: boolean;
  payload?: readonly { payload?: unknown }[];
}

/** All numbers of the minute under the pointer. */
export function MinuteTooltip({ active, payload, series }: TooltipProps & { series: readonly Series[] }) {
  const minute = payload?.[0]?.payload as Minute | undefined;
  if (!active || minute === undefined) return null;
  return (
    <div className="rounded-md border bg-surface px-3 py-2 text-xs shadow-md">
      <p className="mb-1 font-medium tabular-nums">
        {clock(minute.at)} to {clock(minute.at + 60_000)}
        {minute.isIncomplete ? ", so far" : ""}
      </p>
      <table className="tabular-nums">
        <tbody>
          {series.map((each) => {
            const value = minute[each.key];
            return (
              <tr key={each.key}>
                <th scope="row" className="pr-4 text-left font-normal text-muted">
                  <span className="mr-1.5 inline-block size-2 rounded-[2px]" style={{ background: each.colour }} aria-hidden />
                  {each.name}
                </th>
                <td className="text-right">{value === null ? "none" : each.write(value)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** A chart with its legend, one sentence that says what it shows, and the same numbers as a table on demand. */
export function ChartFigure({
  name,
  summary,
  series,
  minutes,
  children,
}: {
  name: string;
  summary: string;
  series: readonly Series[];
  minutes: readonly Minute[];
  children: ReactNode;
}) {
  const [isTable, setTable] = useState(false);
  const isWide = minutes.length > WIDE_FROM;
  const isEmpty = minutes.every((minute) => series.every(({ key }) => !minute[key]));
  return (
    <figure className="flex flex-col gap-2" aria-label={name}>
      <div className="flex items-center justify-between gap-4">
        <h3 className="text-sm font-medium">{name}</h3>
        <Button disabled={isEmpty} variant="ghost" size="sm" className="-mr-2.5 text-muted" aria-pressed={isTable} onClick={() => { setTable(!isTable); }}>
          {isTable ? "Show chart" : "Show numbers"}
          <span className="sr-only"> of {name}</span>
        </Button>
      </div>
      <figcaption className="-mt-1.5 text-sm text-muted">{summary}</figcaption>
      {isEmpty ? (
        // As high as a chart and its legend, so that nothing moves when there is one.
        <div className="h-[15.5rem] rounded-md border border-dashed" aria-hidden />
      ) : isTable ? (
        <MinuteTable name={name} series={series} minutes={minutes} />
      ) : (
        <>
          {/* Reversed, so that it begins at its right end: the newest minute. Clipped, as the drawing keeps the width of
              the window before until it is drawn anew. */}
          <div className={cn("flex flex-row-reverse", isWide ? "overflow-x-auto" : "overflow-x-clip")} {...(isWide ? { role: "region", "aria-label": `Chart: ${name}`, tabIndex: 0 } : {})}>
            <div className={cn("h-56 w-full min-w-0 shrink-0", isWide && "min-w-[44rem]")}>{children}</div>
          </div>
          <Legend series={series} hasIncomplete={minutes.at(-1)?.isIncomplete ?? false} />
        </>
      )}
    </figure>
  );
}

function MinuteTable({ name, series, minutes }: { name: string; series: readonly Series[]; minutes: readonly Minute[] }) {
  const rows = eventful(minutes).toReversed();
  return (
    <div className="max-h-80 overflow-y-auto rounded-md border">
      <Table label={`Numbers: ${name}`}>
        <thead className="sticky top-0 bg-surface">
          <tr className="border-b">
            <TableHead>Minute</TableHead>
            {series.map((each) => <TableHead key={each.key} className="text-right">{each.name}</TableHead>)}
          </tr>
        </thead>
        <tbody className="tabular-nums">
          {rows.map((minute) => (
            <TableRow key={minute.at}>
              <TableCell className="whitespace-nowrap py-1.5">
                {clock(minute.at)}
                {minute.isIncomplete ? <span className="text-muted"> so far</span> : null}
              </TableCell>
              {series.map((each) => {
                const value = minute[each.key];
                return <TableCell key={each.key} className="py-1.5 text-right">{value === null ? "–" : each.write(value)}</TableCell>;
              })}
            </TableRow>
          ))}
        </tbody>
      </Table>
    </div>
  );
}
