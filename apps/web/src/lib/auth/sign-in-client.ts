"use client";

/** What a sign-in form holds; `name` only where an account is made. */
export interface Credentials {
  email: string;
  password: string;
  name?: string;
}

/** Why there is no login, in words for whoever tries; `field` is what to change. */
export interface SignInProblem {
  message: string;
  field: "email" | "password" | null;
}

const KNOWN = new Map<string, SignInProblem>([
  ["INVALID_EMAIL_OR_PASSWORD", { message: "No account has this address and this password.", field: null }],
  ["INVALID_EMAIL", { message: "This is not an e-mail address.", field: "email" }],
  ["PASSWORD_TOO_SHORT", { message: "This password is too short.", field: "password" }],
  ["PASSWORD_TOO_LONG", { message: "This password is too long.", field: "password" }],
  ["USER_ALREADY_EXISTS", { message: "An account with this address exists already. Sign in with it.", field: "email" }],
  ["USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL", { message: "An account with this address exists already. Sign in with it.", field: "email" }],
  ["EMAIL_PASSWORD_SIGN_UP_DISABLED", { message: "New accounts are made by an operator only.", field: null }],
]);

/** Sign in, or make an account and sign in with it; null when that worked, the cookie is then set. */
export async function signIn(credentials: Credentials): Promise<SignInProblem | null> {
  const path = credentials.name === undefined ? "/auth/sign-in/email" : "/auth/sign-up/email";
  let answer: Response;
  try {
    answer = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(credentials),
    });
  } catch {
    return { message: "The site cannot be reached. Check the connection and try again.", field: null };
  }
  return answer.ok ? null : await problemIn(answer);
}

async function problemIn(answer: Response): Promise<SignInProblem> {
  if (answer.status === 429) return { message: tooOften(answer), field: null };
  if (answer.status >= 500) return { message: "Sign-in does not work right now. Try again in a moment.", field: null };
  const body: unknown = await answer.json().catch(() => null);
  const code = typeof body === "object" && body !== null && "code" in body ? String(body.code) : "";
  return KNOWN.get(code) ?? { message: `The site refused this (${String(answer.status)}).`, field: null };
}

function tooOften(answer: Response): string {
  const seconds = Number(answer.headers.get("x-retry-after"));
  if (!Number.isFinite(seconds) || seconds <= 0) return "Too many tries. Wait a moment.";
  return seconds < 90
    ? `Too many tries. Try again in ${String(Math.ceil(seconds))} s.`
    : `Too many tries. Try again in ${String(Math.ceil(seconds / 60))} min.`;
}
