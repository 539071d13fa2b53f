import "server-only";
import { settings } from "@/lib/settings";
import { fromElsewhere, problemResponse, signInUnavailable } from "./problem-response";
import { isFromOwnPages } from "./same-origin";
import { signInService, type SignInService } from "./sign-in-service";

/** All of better-auth that is reachable from outside; it has a good deal more. */
const OPEN = new Set(["GET /auth/jwks", "POST /auth/sign-in/email", "POST /auth/sign-up/email", "POST /auth/sign-out"]);

const MAX_BODY = 16_384;
const REVOKE_MS = 2_000;

/** Answers `/auth/*`: the public keys, and sign-in, sign-up and sign-out for this site's own pages. */
export async function answerAuth(request: Request): Promise<Response> {
  const service = signInService();
  const asked = `${request.method} ${new URL(request.url).pathname}`;
  if (service === null || !OPEN.has(asked)) return notFound();
  if (request.method === "POST" && !isFromOwnPages(request.headers, service.settings.origin)) return fromElsewhere();
  try {
    return await answerOpen(service, request, asked);
  } catch {
    return signInUnavailable();
  }
}

async function answerOpen(service: SignInService, request: Request, asked: string): Promise<Response> {
  const auth = await service.auth();
  if (request.method === "GET") return auth.handler(request);
  if (asked === "POST /auth/sign-out") return signOut(service, request);
  const body = await readText(request);
  if (body === null) return problemResponse(413, { kind: "too-large", title: "Too large", detail: "This is no sign-in form." });
  if (asked === "POST /auth/sign-in/email") return signIn(service, withBody(request, body), accountOf(body));
  return withoutToken(await auth.handler(withBody(request, body)));
}

async function signIn(service: SignInService, request: Request, account: string): Promise<Response> {
  const wait = service.tries.waitS(account);
  if (wait > 0) {
    return problemResponse(
      429,
      { kind: "rate-exceeded", title: "Too many tries", detail: "This account was tried too often with a wrong password." },
      { "X-Retry-After": String(wait), "Retry-After": String(wait) },
    );
  }
  const { handler } = await service.auth();
  const answer = await handler(request);
  if (answer.status === 401) service.tries.failed(account);
  if (answer.ok) service.tries.succeeded(account);
  return withoutToken(answer);
}

/**
 * Ends the login at both ends: the session is gone, then the API refuses its tokens and closes its streams. In this
 * order, since what the API closes sends other tabs to the sign-in page, which would still find somebody signed in.
 */
async function signOut(service: SignInService, request: Request): Promise<Response> {
  const login = await service.token(request.headers);
  const { handler } = await service.auth();
  const answer = await handler(withBody(request, "{}"));
  if (answer.ok) {
    service.forget(request.headers);
    if (login !== null) await revoke(login.token);
  }
  return withoutToken(answer);
}

/** That the API does not answer is no reason to stay signed in: its tokens end by themselves within a quarter of an hour. */
async function revoke(token: string): Promise<void> {
  try {
    const answer = await fetch(`${settings().apiOrigin}/me/sign-out`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}` },
      cache: "no-store",
      signal: AbortSignal.timeout(REVOKE_MS),
    });
    await answer.body?.cancel();
  } catch {
    return;
  }
}

/** The same request with this JSON as its body. */
function withBody(request: Request, body: string): Request {
  const headers = new Headers(request.headers);
  headers.delete("content-length");
  headers.set("content-type", "application/json");
  return new Request(request.url, { method: "POST", headers, body });
}

/** The answer with its cookies but without its body, where it is good: the session's token is in there. */
async function withoutToken(answer: Response): Promise<Response> {
  if (!answer.ok) return answer;
  await answer.body?.cancel();
  const headers = new Headers({ "Cache-Control": "no-store" });
  for (const cookie of answer.headers.getSetCookie()) headers.append("set-cookie", cookie);
  return new Response(null, { status: 204, headers });
}

/** The account that a sign-in is about, as better-auth will see it; an empty string where it names none. */
function accountOf(body: string): string {
  try {
    const read: unknown = JSON.parse(body);
    const email = typeof read === "object" && read !== null && "email" in read ? read.email : "";
    return typeof email === "string" ? email.trim().toLowerCase().slice(0, 320) : "";
  } catch {
    return "";
  }
}

/** The body as text; null where it is larger than any form of ours. */
async function readText(request: Request): Promise<string | null> {
  const reader = request.body?.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for (;;) {
    const piece = await reader?.read();
    if (piece?.value === undefined) return text + decoder.decode();
    size += piece.value.byteLength;
    if (size > MAX_BODY) {
      await reader?.cancel();
      return null;
    }
    text += decoder.decode(piece.value, { stream: true });
  }
}

function notFound(): Response {
  return problemResponse(404, { kind: "not-found", title: "Not found", detail: "There is nothing at this address." });
}
