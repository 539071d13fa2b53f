/** A base that nothing real has: what resolves to another origin than this was not a local path. */
const NOWHERE = "http://nowhere.invalid";

/**
 * `asked` where it is a path of this site, else `/`: for redirects to an address that came with the request.
 *
 * Also `/` for the sign-in page itself, which would lead back to here, and for paths that are no pages.
 */
export function localPath(asked: string | readonly string[] | null | undefined): string {
  if (typeof asked !== "string" || !/^\/(?![/\\])/.test(asked) || !URL.canParse(asked, NOWHERE)) return "/";
  const url = new URL(asked, NOWHERE);
  if (url.origin !== NOWHERE || url.pathname.startsWith("//")) return "/";
  if (/^\/(sign-in|api|auth)(\/|$)/.test(url.pathname)) return "/";
  return `${url.pathname}${url.search}${url.hash}`;
}

/** Where to sign in, and to come back from there to `path`. */
export function signInPath(path: string | null | undefined): string {
  const from = localPath(path);
  return from === "/" ? "/sign-in" : `/sign-in?from=${encodeURIComponent(from)}`;
}
