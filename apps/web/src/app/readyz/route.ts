import { signInService } from "@/lib/auth/sign-in-service";
import { settings } from "@/lib/settings";

export const dynamic = "force-dynamic";

const TIMEOUT_MS = 2_000;

async function isApiReady(): Promise<boolean> {
  try {
    const answer = await fetch(`${settings().apiOrigin}/readyz`, { cache: "no-store", signal: AbortSignal.timeout(TIMEOUT_MS) });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  }
}

async function areLoginsReady(): Promise<boolean> {
  const service = signInService();
  if (service === null) return true;
  try {
    await service.ping(TIMEOUT_MS);
    return true;
  } catch {
    return false;
  }
}

/** 200 when the API is ready and logins can be checked, else 503 and which of them is not. */
export async function GET(): Promise<Response> {
  const [api, logins] = await Promise.all([isApiReady(), areLoginsReady()]);
  const isReady = api && logins;
  return Response.json(
    { status: isReady ? "ready" : "not-ready", api, logins },
    { status: isReady ? 200 : 503, headers: { "Cache-Control": "no-store" } },
  );
}
