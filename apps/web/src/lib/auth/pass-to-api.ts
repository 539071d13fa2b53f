import "server-only";
import { settings } from "@/lib/settings";
import { apiUrl, forwardedHeaders, isKeptInside, returnedHeaders } from "./forwarding";
import { isOwnHost } from "./hosts";
import { apiUnreachable, fromElsewhere, notHere, signInUnavailable, unauthenticated, unknownHost } from "./problem-response";
import { isFromOwnPages, isSafeMethod } from "./same-origin";
import { signInService } from "./sign-in-service";

/** The client gave up before there was an answer; nobody reads this one. */
const CLIENT_LEFT = 499;

/**
 * Passes a request to the API as whoever is signed in, and streams the answer back.
 *
 * The browser holds a session cookie; the API gets a short-lived token made of it that the browser never sees. Without
 * a session the answer is 401; a change that another site's page sent is refused with 403. The API's metrics are not
 * here, whoever asks.
 */
export async function passToApi(request: Request): Promise<Response> {
  const { apiOrigin, origin, signIn } = settings();
  const { pathname, search } = new URL(request.url);
  if (isKeptInside(pathname)) return notHere();
  if (signIn === null && !isOwnHost(request.headers.get("host"), origin)) return unknownHost();
  if (!isSafeMethod(request.method) && !isFromOwnPages(request.headers, origin)) return fromElsewhere();

  let login: { token: string; cookies: readonly string[] } | null | undefined;
  try {
    login = await signInService()?.token(request.headers);
  } catch {
    return signInUnavailable();
  }
  if (login === null) return unauthenticated();

  let answer: Response;
  try {
    answer = await fetch(apiUrl(apiOrigin, pathname, search), {
      method: request.method,
      headers: forwardedHeaders(request.headers, login?.token ?? null),
      body: request.body,
      redirect: "manual",
      cache: "no-store",
      signal: request.signal,
      // @ts-expect-error -- needed by Node for a body that is a stream, unknown to the DOM's types.
      duplex: "half",
    });
  } catch {
    return request.signal.aborted ? new Response(null, { status: CLIENT_LEFT }) : apiUnreachable();
  }
  return new Response(answer.body, { status: answer.status, headers: returnedHeaders(answer, apiOrigin, login?.cookies ?? []) });
}
