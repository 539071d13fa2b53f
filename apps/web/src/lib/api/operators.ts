"use client";

import { isTerminal } from "@longhaul/react";
import { useMutation, useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import { toast } from "sonner";
import { ApiProblem, api } from "./client";
import type { components } from "./schema";
import type { JobPage, Queue } from "./types";

/** How old what operators see may get: workers, queues and schedules are not in the event log. */
export const REFRESH_MS = 5_000;
const LATEST_LOOKED_AT = 20;

type Schemas = components["schemas"];

export type QueueList = Schemas["QueueList"];
export type WorkerList = Schemas["WorkerList"];
export type ScheduleList = Schemas["ScheduleList"];
/** The minutes from `from` to `to` in which something ended; `to` is the end of the current minute. */
export type Throughput = Schemas["ThroughputView"];
export type ThroughputPoint = Schemas["ThroughputPoint"];
/** Half and 95 % of the jobs took at most so many seconds. */
export type Percentiles = Schemas["Percentiles"];

export const OPERATOR_KEYS = {
  queues: ["operators", "queues"],
  workers: ["operators", "workers"],
  schedules: ["operators", "schedules"],
  lastJob: (id: string) => ["operators", "last-job", id],
  throughput: (minutes: number) => ["operators", "throughput", minutes],
} as const;

/** Read `path` now and every five seconds while the page is visible, until the API refuses. */
function useFresh<T>(
  key: readonly unknown[],
  read: (signal: AbortSignal) => Promise<T>,
  initial: T | null,
  isNeeded = true,
): UseQueryResult<T, Error> {
  return useQuery({
    queryKey: key,
    queryFn: ({ signal }) => read(signal),
    enabled: isNeeded,
    staleTime: REFRESH_MS,
    refetchInterval: (query) => (isRefusal(query.state.error) ? false : REFRESH_MS),
    ...(initial === null ? {} : { initialData: initial }),
  });
}

/** Whether the API said no, as opposed to nothing. */
export function isRefusal(error: unknown): error is ApiProblem {
  return error instanceof ApiProblem && !error.isOutage;
}

/** The queues; `isNeeded` false asks for nothing. */
export function useQueues(initial: QueueList | null = null, { isNeeded = true }: { isNeeded?: boolean } = {}) {
  return useFresh(OPERATOR_KEYS.queues, (signal) => api<QueueList>("/queues", { signal }), initial, isNeeded);
}

export function useThroughput(minutes: number, initial: Throughput | null = null) {
  return useFresh(OPERATOR_KEYS.throughput(minutes), (signal) => api<Throughput>("/queues/throughput", { query: { minutes }, signal }), initial);
}

export function useWorkers(initial: WorkerList | null = null) {
  return useFresh(OPERATOR_KEYS.workers, (signal) => api<WorkerList>("/workers", { signal }), initial);
}

export function useSchedules(initial: ScheduleList | null = null) {
  return useFresh(OPERATOR_KEYS.schedules, (signal) => api<ScheduleList>("/schedules", { signal }), initial);
}

/**
 * The job of a schedule's last run, of another `owner` where that is set; null where the latest jobs are without it.
 *
 * It is looked for in the list of the task's jobs: asking for it by id would be an error where it is not kept any more.
 */
export function useLastJob(task: string, id: string, owner: string | null) {
  return useQuery({
    queryKey: OPERATOR_KEYS.lastJob(id),
    queryFn: async ({ signal }) => {
      const page = await api<JobPage>("/background-jobs", { query: { type: task, limit: LATEST_LOOKED_AT, owner }, signal });
      return page.jobs.find((job) => job.id === id) ?? null;
    },
    refetchInterval: (query) => {
      const { data } = query.state;
      return data && !isTerminal(data.status) ? REFRESH_MS : false;
    },
  });
}

export interface PauseRequest {
  name: string;
  paused: boolean;
}

/**
 * Pause or resume a queue. The list shows it at once; where the API refuses, that queue is shown as it was before and a
 * message says why.
 */
export function usePauseQueue() {
  const queries = useQueryClient();
  const show = ({ name, paused }: PauseRequest) => {
    queries.setQueryData<QueueList>(OPERATOR_KEYS.queues, (list) =>
      list && { queues: list.queues.map((queue) => (queue.name === name ? { ...queue, paused } : queue)) },
    );
  };
  return useMutation({
    mutationFn: ({ name, paused }: PauseRequest) =>
      api<Queue>(`/queues/${encodeURIComponent(name)}/${paused ? "pause" : "resume"}`, { method: "POST" }),
    onMutate: async (request) => {
      // An answer that is under way would bring the old state back.
      await queries.cancelQueries({ queryKey: OPERATOR_KEYS.queues });
      const before = queries.getQueryData<QueueList>(OPERATOR_KEYS.queues)?.queues.find((queue) => queue.name === request.name);
      show(request);
      return { wasPaused: before?.paused ?? !request.paused };
    },
    onError: (error, request, before) => {
      show({ name: request.name, paused: before?.wasPaused ?? !request.paused });
      const title = error instanceof ApiProblem ? error.title : "Something went wrong";
      toast.error(`${request.name} could not be ${request.paused ? "paused" : "resumed"}`, {
        description: error.message === title ? title : `${title}: ${error.message}`,
      });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: OPERATOR_KEYS.queues }),
  });
}
