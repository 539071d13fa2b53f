/** The shapes of the API by short names; all of them generated from its OpenAPI document (`npm run types`). */
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Status = Schemas["Status"];
export type Job = Schemas["JobView"];
export type JobSummary = Schemas["JobSummary"];
export type JobAnswer = Schemas["JobAnswer"];
export type JobPage = Schemas["JobPage"];
export type DeadLetter = Schemas["DeadLetter"];
export type DeadLetterPage = Schemas["DeadLetterPage"];
export type HeldJob = Schemas["HeldJob"];
export type History = Schemas["HistoryView"];
export type HistoryEntry = Schemas["EventView"];
export type Failure = Schemas["FailureView"];
export type Artifact = Schemas["ArtifactView"];
export type Enqueued = Schemas["EnqueuedView"];
export type Stats = Schemas["StatsView"];
export type Count = Schemas["Count"];
export type Worker = Schemas["WorkerView"];
export type Queue = Schemas["QueueView"];
export type Schedule = Schemas["ScheduleView"];
export type Posting = Schemas["StoredPosting"];
export type PostingSummary = Schemas["PostingSummary"];
export type Match = Schemas["StoredMatch"];
export type Feed = Schemas["StoredFeed"];
export type Project = Schemas["ProjectView"];
export type Application = Schemas["ApplicationView"];

/** The result of each task, by its name. */
export type TaskResult<Name extends string> =
  `Task_${Name}_Result` extends keyof Schemas ? Schemas[`Task_${Name}_Result`] : never;
