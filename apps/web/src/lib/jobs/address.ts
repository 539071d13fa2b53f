/** Addresses of the pages of jobs. */

/** What Next gives a page of its address's query. */
export type PageParams = Record<string, string | string[] | undefined>;

export function searchOf(params: PageParams): URLSearchParams {
  return new URLSearchParams(Object.entries(params).flatMap(([name, value]) => [value ?? []].flat().map((each) => [name, each])));
}

/** The page of job `id`; another owner's is named, so that an operator gets to see it. */
export function jobPath(id: string, owner: string | null = null): string {
  return `/jobs/${encodeURIComponent(id)}${owner === null ? "" : `?${new URLSearchParams({ owner }).toString()}`}`;
}

/** `owner` where that is somebody else than `me`, else null: what addresses and requests carry. */
export function foreign(owner: string, me: string): string | null {
  return owner === me ? null : owner;
}
