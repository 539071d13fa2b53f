/** The jobs this browser tab has asked for: their cards appear with the answer, before any list has them. */

export interface AskedJob {
  id: string;
  type: string;
  subject: string;
  at: string;
}

const KEY = "longhaul.asked";
const KEPT = 40;
const NONE: readonly AskedJob[] = [];

let jobs: readonly AskedJob[] | undefined;
const listeners = new Set<() => void>();

function load(): readonly AskedJob[] {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
    return Array.isArray(stored) ? (stored as AskedJob[]) : NONE;
  } catch {
    return NONE; // storage is off, or somebody else's value: cards then last as long as the page
  }
}

function change(next: readonly AskedJob[]): void {
  jobs = next.slice(0, KEPT);
  try {
    sessionStorage.setItem(KEY, JSON.stringify(jobs));
  } catch {
    // as above
  }
  for (const listener of listeners) listener();
}

export function rememberAsked(job: AskedJob): void {
  change([job, ...askedJobs().filter(({ id }) => id !== job.id)]);
}

/** Take a card away; the job goes on, or is over. */
export function forgetAsked(id: string): void {
  change(askedJobs().filter((job) => job.id !== id));
}

/** Newest first. */
export function askedJobs(): readonly AskedJob[] {
  jobs ??= load();
  return jobs;
}

export function noAskedJobs(): readonly AskedJob[] {
  return NONE;
}

export function subscribeToAsked(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
