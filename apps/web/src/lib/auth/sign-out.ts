"use client";

import { longhaul } from "@/lib/longhaul";
import { tellOtherTabs, whileLeaving } from "./signed-out";

/** Signing out did not work; the login may still be good. */
export class SignOutFailed extends Error {
  constructor(cause?: unknown) {
    super("The site did not answer, so the login may still be good. Try again.", { cause });
    this.name = "SignOutFailed";
  }
}

/**
 * Ends the login, for this site and for the API, then the streams of every tab; the other tabs go to the sign-in page.
 *
 * Throws `SignOutFailed` where the session could not be ended; nothing has then changed in the browser.
 */
export async function signOut(): Promise<void> {
  await whileLeaving(endSession);
  longhaul().close({ everywhere: true });
  tellOtherTabs();
}

async function endSession(): Promise<void> {
  let answer: Response;
  try {
    answer = await fetch("/auth/sign-out", { method: "POST" });
  } catch (error) {
    throw new SignOutFailed(error);
  }
  if (!answer.ok) throw new SignOutFailed();
}
