import { NextResponse, type NextRequest } from "next/server";
import { apiUrl, forwardedHeaders } from "@/lib/auth/forwarding";
import { isOwnHost } from "@/lib/auth/hosts";
import { PAGE_PATH } from "@/lib/auth/page-path";
import { unknownHost } from "@/lib/auth/problem-response";
import { isFromOwnPages } from "@/lib/auth/same-origin";
import { signInService } from "@/lib/auth/sign-in-service";
import { settings } from "@/lib/settings";

/** What a WebSocket needs of its own to be opened; `fetch` has no part in it, so it goes on by the rewrite. */
const HANDSHAKE = ["connection", "upgrade", "sec-websocket-key", "sec-websocket-version", "sec-websocket-extensions", "sec-websocket-protocol"];

/** Passes WebSockets to the API and tells layouts the path of their page; `/api` itself is a route. */
export async function proxy(request: NextRequest): Promise<Response> {
  const { origin, signIn } = settings();
  const { pathname, search } = request.nextUrl;
  if (pathname.startsWith("/api/")) return request.headers.has("upgrade") ? await passSocket(request) : NextResponse.next();
  if (signIn === null && !isOwnHost(request.headers.get("host"), origin)) return unknownHost();
  const headers = new Headers(request.headers);
  headers.set(PAGE_PATH, `${pathname}${search}`);
  return NextResponse.next({ request: { headers } });
}

/** Next can only let an upgrade through, not answer it: whoever may not goes on without a login, to a path that is none. */
async function passSocket(request: NextRequest): Promise<Response> {
  const { apiOrigin, origin, signIn } = settings();
  const mayAsk = isFromOwnPages(request.headers, origin) && (signIn !== null || isOwnHost(request.headers.get("host"), origin));
  const login = mayAsk ? await signInService()?.token(request.headers).catch(() => null) : null;
  const headers = forwardedHeaders(request.headers, login?.token ?? null);
  for (const name of HANDSHAKE) {
    const value = request.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  const path = login === null ? "/api/ws/refused" : request.nextUrl.pathname;
  return NextResponse.rewrite(apiUrl(apiOrigin, path, request.nextUrl.search), { request: { headers } });
}

export const config = {
  matcher: ["/api/ws/:path*", "/((?!api/|auth/|healthz$|readyz$|_next/).*)"],
};
