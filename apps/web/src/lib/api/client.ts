import { leaveToSignIn } from "@/lib/auth/signed-out";
import { ApiProblem, problemOf, unreachable } from "./problem";

/** Where the API is for a browser: a path of this site that is rewritten to it. */
export const API = "/api";

export interface RequestOptions {
  method?: "GET" | "POST" | "PUT" | "DELETE";
  /** Sent as JSON, or as a form where it is one. */
  body?: unknown;
  /** What is null, undefined or empty is left out; a list is a parameter that is repeated. */
  query?: Record<string, string | number | boolean | readonly string[] | null | undefined>;
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
}

/**
 * Ask the API; the parsed answer, `undefined` for 204.
 *
 * Throws `ApiProblem` for every refusal and for no answer; an aborted request rejects with its `AbortError`.
 */
export async function api<T>(path: string, options: RequestOptions = {}): Promise<T> {
  const { method = "GET", body, headers = {}, signal } = options;
  const isForm = body instanceof FormData;
  let response: Response;
  try {
    response = await fetch(`${API}${path}${queryString(options.query)}`, {
      method,
      headers: body === undefined || isForm ? headers : { "Content-Type": "application/json", ...headers },
      body: body === undefined ? null : isForm ? body : JSON.stringify(body),
      ...(signal ? { signal } : {}),
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw unreachable(error);
  }
  if (response.status === 401) leaveToSignIn();
  if (!response.ok) throw await problemOf(response);
  if (response.status === 204) return undefined as T;
  return (await response.json()) as T;
}

/** `?a=1&b=x` of what is set; an empty string of nothing. */
export function queryString(query: RequestOptions["query"]): string {
  const entries = Object.entries(query ?? {}).flatMap(([name, value]) => [value ?? []].flat().map((each) => [name, String(each)]));
  const set = entries.filter(([, value]) => value !== "");
  return set.length === 0 ? "" : `?${new URLSearchParams(set).toString()}`;
}

/** Where a stored file can be had; `inline` shows it in the browser where that is safe, `owner` is set for another's. */
export function artifactUrl(id: string, { inline = false, owner = null }: { inline?: boolean; owner?: string | null } = {}): string {
  return `${API}/artifacts/${id}${queryString({ inline: inline || null, owner })}`;
}

export { ApiProblem };
