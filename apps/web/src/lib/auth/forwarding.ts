/**
 * What of a visitor's request the API gets to see. A list of what passes, not of what does not: logins, cookies and
 * `X-Forwarded-*` of the visitor's own making stay here, and so does whatever comes to be.
 */
const PASSED_ON = [
  "accept",
  "accept-language",
  "cache-control",
  "content-disposition",
  "content-type",
  "idempotency-key",
  "if-match",
  "if-modified-since",
  "if-none-match",
  "if-range",
  "last-event-id",
  "prefer",
  "range",
  "traceparent",
  "tracestate",
  "user-agent",
  "x-request-id",
];

/** What belongs to one connection, or to the body as it came over it (`fetch` has already unpacked that). */
const NOT_PASSED_BACK = [
  "connection",
  "content-encoding",
  "date",
  "keep-alive",
  "proxy-authenticate",
  "server",
  "set-cookie",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];

/** The headers for the API: what may pass of the visitor's, and who asks. */
export function forwardedHeaders(visitor: Headers, token: string | null): Headers {
  const headers = new Headers();
  for (const name of PASSED_ON) {
    const value = visitor.get(name);
    if (value !== null) headers.set(name, value);
  }
  const length = visitor.get("content-length");
  if (length !== null) headers.set("content-length", length);
  // Packed only on the way to the browser, where this server knows what may be.
  headers.set("accept-encoding", "identity");
  if (token !== null) headers.set("authorization", `Bearer ${token}`);
  return headers;
}

/** The headers for the visitor: those of the API's answer, and `cookies` of this site's own. */
export function returnedHeaders(answer: Response, apiOrigin: string, cookies: readonly string[]): Headers {
  const headers = new Headers(answer.headers);
  if (headers.has("content-encoding")) headers.delete("content-length");
  for (const name of NOT_PASSED_BACK) headers.delete(name);
  const location = headers.get("location");
  if (location?.startsWith(`${apiOrigin}/`)) headers.set("location", `/api${location.slice(apiOrigin.length)}`);
  for (const cookie of cookies) headers.append("set-cookie", cookie);
  return headers;
}

/** Where at the API a path below `/api` of this site is. Joined as text: `//host` in a path must not become a host. */
export function apiUrl(apiOrigin: string, pathname: string, search: string): string {
  return `${apiOrigin}${pathname.replace(/^\/api(?=\/|$)/, "") || "/"}${search}`;
}

/** What of the API is for those who run it: reached within the network, never through this site. */
const KEPT_INSIDE = new Set(["/api/metrics"]);

/** Whether a path of this site must not lead to the API. It is read as the API would read it, decoded. */
export function isKeptInside(pathname: string): boolean {
  try {
    return KEPT_INSIDE.has(decodeURIComponent(pathname).replace(/\/{2,}/g, "/").replace(/\/$/, ""));
  } catch {
    return false; // no path of the API's is written like that
  }
}
