"use client";

import { useEvents } from "@longhaul/react";
import { useState } from "react";

const EVERY_TYPE = [
  "job.created",
  "job.started",
  "job.progress",
  "job.step",
  "job.log",
  "job.artifact",
  "job.retrying",
  "job.released",
  "job.rescued",
  "job.completed",
  "job.failed",
  "job.cancelled",
  "job.cancel_requested",
  "job.requeued",
  "application.status_change",
];

export interface LastEvent {
  type: string;
  seq: number;
  /** When it was written to the log. */
  at: string;
  /** When it arrived here, in milliseconds. */
  arrivedAt: number;
}

/** The newest event that arrived since this was mounted; null until one does. */
export function useLastEvent(): LastEvent | null {
  const [last, setLast] = useState<LastEvent | null>(null);
  useEvents(EVERY_TYPE, (event) => {
    setLast({ type: event.type, seq: event.seq, at: event.at, arrivedAt: Date.now() });
  });
  return last;
}
