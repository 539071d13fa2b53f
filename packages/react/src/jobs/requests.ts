/** Requests to the API whose answers are JSON. */

import type { Client } from "../core/index.js";

/** The API said no, or did not answer; `status` is 0 where there was no answer. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  /** The problem that the API described (RFC 9457), as far as it did. */
  readonly problem: Readonly<Record<string, unknown>>;

  constructor(status: number, problem: Readonly<Record<string, unknown>>, options?: ErrorOptions) {
    const said = problem["detail"] ?? problem["title"];
    super(typeof said === "string" ? said : status ? `The API answered ${String(status)}.` : "The API did not answer.", options);
    this.status = status;
    this.problem = problem;
  }
}

/** The JSON answer of `path`. Throws `ApiError`; passes on the error of an aborted request. */
export async function request<T>(client: Client, path: string, init?: RequestInit): Promise<T> {
  let response: Response;
  try {
    response = await client.fetch(path, init);
  } catch (error) {
    if (init?.signal?.aborted) throw error;
    throw new ApiError(0, {}, { cause: error });
  }
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) throw new ApiError(response.status, isRecord(body) ? body : {});
  return body as T;
}

/** Whether the same reading may succeed later: there was no answer, or one that says so. */
export const isOutage = (error: Error): boolean => !(error instanceof ApiError) || error.status === 0 || error.status >= 500;

/** How long to wait before reading anew what could not be read `failures` times in a row. */
export const rereadMs = (failures: number): number => Math.min(10_000, 500 * 2 ** failures) * (0.5 + Math.random() / 2);

/** Whether `value` is an object with names. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `error` as an `Error`, whatever was thrown. */
export function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
