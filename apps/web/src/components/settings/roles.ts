import type { Account, Role } from "./account";

/** What each role allows. */
export const ROLES = {
  user: { text: "user", says: "Its own jobs, files and records." },
  operator: { text: "operator", says: "Also the jobs, queues, workers and schedules of everybody." },
} as const satisfies Record<Role, { text: string; says: string }>;

/** The roles a key can be given by somebody with `own`: what one has not, one cannot pass on. Every key has `user`. */
export function rolesToOffer(own: readonly Role[]): Role[] {
  return (["user", "operator"] as const).filter((role) => role === "user" || own.includes(role));
}

/** Why there are no API keys here; null where there can be. */
export function keysUnavailable(auth: Account["auth"]): string | null {
  if (auth !== "none") return null;
  return "No sign-in is set up: the API takes every request as the owner local, with both roles, so a key would open nothing. They are there once AUTH of the API names api-key.";
}

/** Why no key can be made; null where one can. */
export function makingUnavailable(auth: Account["auth"]): string | null {
  return auth === "api-key" ? "A key cannot make or revoke other keys: sign in for that." : null;
}

/** A command that asks the API who it is, with a key. Keys are for the API's own address: this site takes sessions only. */
export function curlOf(key: string): string {
  return `curl -H "Authorization: Bearer ${key}" "$LONGHAUL_API/me"`;
}
