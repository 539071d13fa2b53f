/** How the reasons of `GET /background-jobs/{id}/why` are to be taken. */
import type { components } from "@/lib/api/schema";

export type Why = components["schemas"]["WhyView"];
export type Reason = components["schemas"]["ReasonView"];

/** It passes by itself, it is as it should be, or somebody has to do something. */
export type Weight = "passing" | "normal" | "stuck";

/** A code that is missing here does not compile. */
export const WEIGHTS = {
  ended: "normal",
  running: "normal",
  cancel_requested: "passing",
  scheduled: "normal",
  backing_off: "passing",
  queue_paused: "stuck",
  no_worker: "stuck",
  workers_busy: "passing",
  behind_others: "passing",
  limit_reached: "passing",
  about_to_start: "normal",
} as const satisfies Record<Reason["code"], Weight>;
