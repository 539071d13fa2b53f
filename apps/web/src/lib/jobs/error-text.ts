import { ApiProblem } from "@/lib/api/client";

export interface ErrorText {
  title: string;
  detail: string | undefined;
  requestId: string | undefined;
  isOutage: boolean;
  isMissing: boolean;
}

/** What to say about an error of a request, whichever client made it. */
export function errorText(error: unknown, title = "That did not work"): ErrorText {
  if (error instanceof ApiProblem) {
    return { title: error.title, detail: error.message, requestId: error.requestId, isOutage: error.isOutage, isMissing: error.status === 404 };
  }
  const status = numberIn(error, "status");
  const problem = error instanceof Error && "problem" in error ? error.problem : null;
  return {
    title: textIn(problem, "title") ?? (status === 0 ? "The API cannot be reached" : title),
    detail: error instanceof Error ? error.message : undefined,
    requestId: textIn(problem, "request_id"),
    isOutage: status === 0 || (status ?? 0) >= 500,
    isMissing: status === 404,
  };
}

function numberIn(value: unknown, name: string): number | undefined {
  const found: unknown = typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
  return typeof found === "number" ? found : undefined;
}

function textIn(value: unknown, name: string): string | undefined {
  const found: unknown = typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
  return typeof found === "string" ? found : undefined;
}
