/** Durable jobs live in React: the client, the stores, and the hooks. */

export * from "./core/index.js";
export * from "./jobs/index.js";
export { LonghaulProvider, useClient } from "./react/provider.js";
export { useCancel, type UseCancel } from "./react/use-cancel.js";
export { useConnection } from "./react/use-connection.js";
export { useEnqueue, type UseEnqueue } from "./react/use-enqueue.js";
export { useEvents } from "./react/use-events.js";
export { useJob } from "./react/use-job.js";
export { useJobEvents } from "./react/use-job-events.js";
export { useJobs, type UseJobs } from "./react/use-jobs.js";
