const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/** Whether a method changes nothing, so that it matters less which page sent it. */
export function isSafeMethod(method: string): boolean {
  return SAFE_METHODS.has(method);
}

/**
 * Whether a request was sent by a page of this site, or by its user directly.
 *
 * Browsers say so in `Sec-Fetch-Site`, which no script can set; older ones and plain http by `Origin`. A request with
 * neither is not from a browser; programs have the API's own address and API keys.
 */
export function isFromOwnPages(headers: Headers, ownOrigin: string | null): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin" || site === "none";
  const origin = headers.get("origin");
  if (origin === null || !URL.canParse(origin)) return false;
  return ownOrigin === null ? new URL(origin).host === headers.get("host") : origin === ownOrigin;
}
