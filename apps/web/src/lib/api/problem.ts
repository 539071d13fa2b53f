// Not all of zod: that is 56 kB more on each page, and it tries out `eval`, which the pages' policy forbids.
import * as z from "zod/mini";

const problemSchema = z.object({
  type: z._default(z.string(), "about:blank"),
  title: z.string(),
  status: z.number(),
  detail: z.optional(z.string()),
  request_id: z.optional(z.string()),
  errors: z.optional(z.array(z.object({ field: z.string(), message: z.string() }))),
});

/** What the API refused and why (RFC 9457); also an API that could not be reached (`status` 0). */
export class ApiProblem extends Error {
  readonly status: number;
  readonly kind: string;
  readonly title: string;
  readonly requestId: string | undefined;
  readonly fields: readonly { field: string; message: string }[];
  readonly retryAfterS: number | undefined;

  constructor(facts: {
    status: number;
    kind: string;
    title: string;
    detail?: string | undefined;
    requestId?: string | undefined;
    fields?: readonly { field: string; message: string }[] | undefined;
    retryAfterS?: number | undefined;
  }) {
    super(facts.detail ?? facts.title);
    this.name = "ApiProblem";
    this.status = facts.status;
    this.kind = facts.kind;
    this.title = facts.title;
    this.requestId = facts.requestId;
    this.fields = facts.fields ?? [];
    this.retryAfterS = facts.retryAfterS;
  }

  /** Whether the same request may well succeed later: no answer, or one that says so. */
  get isOutage(): boolean {
    return this.status === 0 || this.status >= 500;
  }
}

/** The problem that an answer other than 2xx describes. A proxy's own error page becomes one as well. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const parsed = problemSchema.safeParse(await response.json().catch(() => null));
  const retryAfter = Number(response.headers.get("retry-after"));
  const retryAfterS = Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter : undefined;
  if (!parsed.success) {
    return new ApiProblem({
      status: response.status,
      kind: "unavailable",
      title: response.status >= 500 ? "The API does not answer" : `The API answered ${String(response.status)}`,
      retryAfterS,
    });
  }
  const { data } = parsed;
  return new ApiProblem({
    status: response.status,
    kind: data.type.split(":").at(-1) ?? "",
    title: data.title,
    detail: data.detail,
    requestId: data.request_id,
    fields: data.errors,
    retryAfterS,
  });
}

/** The problem of a request that got no answer at all. */
export function unreachable(cause: unknown): ApiProblem {
  const problem = new ApiProblem({
    status: 0,
    kind: "unreachable",
    title: "The API cannot be reached",
    detail: "No answer came. Check the connection and try again.",
  });
  problem.cause = cause;
  return problem;
}
