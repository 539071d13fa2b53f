/** A refusal in the form that the API's own have (RFC 9457), for what never reaches the API. */
export function problemResponse(
  status: number,
  facts: { kind: string; title: string; detail: string },
  headers: Record<string, string> = {},
): Response {
  return new Response(
    JSON.stringify({ type: `urn:longhaul:problem:${facts.kind}`, title: facts.title, status, detail: facts.detail }),
    { status, headers: { "Content-Type": "application/problem+json", "Cache-Control": "no-store", ...headers } },
  );
}

/** 401: the request carries no login that is still good. */
export function unauthenticated(): Response {
  return problemResponse(
    401,
    { kind: "unauthenticated", title: "Not signed in", detail: "This needs a login. Sign in at /sign-in." },
    { "WWW-Authenticate": "Bearer" },
  );
}

/** 403: another site's page sent this. */
export function fromElsewhere(): Response {
  return problemResponse(403, {
    kind: "forbidden",
    title: "Not from this site",
    detail: "Changes are taken from this site's own pages only. Programs use the API's own address with an API key.",
  });
}

/** 503: whether the login is good cannot be told now. */
export function signInUnavailable(): Response {
  return problemResponse(
    503,
    { kind: "unavailable", title: "Sign-in is not available", detail: "Logins cannot be checked right now. Try again shortly." },
    { "Retry-After": "2" },
  );
}

/** 502: the API does not answer. */
export function apiUnreachable(): Response {
  return problemResponse(
    502,
    { kind: "unavailable", title: "The API cannot be reached", detail: "It does not answer right now. Try again shortly." },
    { "Retry-After": "2" },
  );
}

/** 403: a site without sign-in was asked under a name that is not its own. */
export function unknownHost(): Response {
  return problemResponse(403, {
    kind: "forbidden",
    title: "Not under this name",
    detail: "Without sign-in this site answers to localhost and to the host of WEB_ORIGIN only.",
  });
}

/** 404: there is no such path on this site. */
export function notHere(): Response {
  return problemResponse(404, { kind: "not-found", title: "Not found", detail: "There is nothing under this path." });
}
