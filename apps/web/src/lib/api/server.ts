import "server-only";
import { headers } from "next/headers";
import { authorization } from "@/lib/auth/authorization";
import { queryString, type RequestOptions } from "./client";
import { problemOf, type ApiProblem } from "./problem";

const FIRST_PAINT_MS = 2_500;

/** Where this server finds the API. */
export function apiOrigin(): string {
  return (process.env["API_ORIGIN"] ?? "http://127.0.0.1:8000").replace(/\/$/, "");
}

/** What the first paint could get: data, a refusal, or nothing because the API does not answer (the page then loads it itself). */
export type FirstPaint<T> = { data: T; problem: null } | { data: null; problem: ApiProblem | null };

/**
 * Read from the API while rendering, as whoever asked for the page.
 *
 * Never throws and never waits longer than 2.5 s: a page without its data is better than no page.
 */
export async function firstPaint<T>(path: string, query?: RequestOptions["query"]): Promise<FirstPaint<T>> {
  try {
    const response = await fetch(`${apiOrigin()}${path}${queryString(query)}`, {
      headers: await authorization(await headers()),
      cache: "no-store",
      signal: AbortSignal.timeout(FIRST_PAINT_MS),
    });
    if (!response.ok) {
      const problem = await problemOf(response);
      return { data: null, problem: problem.isOutage ? null : problem };
    }
    return { data: (await response.json()) as T, problem: null };
  } catch {
    return { data: null, problem: null };
  }
}
