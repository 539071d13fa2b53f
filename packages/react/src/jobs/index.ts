/** Jobs kept up to date by events, without React. */

export { ask, cancelJob, cursorOfNow, enqueue, requeueJob, type AskOptions, type EnqueueOptions } from "./commands.js";
export { foldJob, type Folded } from "./fold.js";
export { createLiveHistory, type HistoryState } from "./history.js";
export { createLiveJob, type JobState, type LiveJob } from "./job.js";
export { createLiveJobList, type JobListState, type LiveJobList } from "./list.js";
export { ApiError, request } from "./requests.js";
export { matches } from "./rows.js";
export * from "./types.js";
