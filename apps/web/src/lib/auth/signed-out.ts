import { signInPath } from "./local-path";

const CHANNEL = "longhaul sign-out";

let isLeaving = false;

/** Load a page of this site whole, so that nothing of the one before stays in memory. */
export function openAfresh(path: string): void {
  window.location.assign(path);
}

/** The login has ended: to the sign-in page, and back from there. Once, however many requests find out at a time. */
export function leaveToSignIn(): void {
  if (typeof window === "undefined" || isLeaving) return;
  const { pathname, search, hash } = window.location;
  if (pathname === "/sign-in") return;
  isLeaving = true;
  openAfresh(signInPath(`${pathname}${search}${hash}`));
}

/**
 * Does what ends the login itself: that requests of this tab are refused meanwhile sends nobody anywhere, nor after it
 * worked, when the caller says where to go. Where it throws, all is as before.
 */
export async function whileLeaving(work: () => Promise<void>): Promise<void> {
  const before = isLeaving;
  isLeaving = true;
  try {
    await work();
  } catch (error) {
    isLeaving = before;
    throw error;
  }
}

/** The session has ended: the other tabs of this browser leave as well. */
export function tellOtherTabs(): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(null);
  channel.close();
}

/** From now on this tab leaves when another one has signed out. */
export function leaveWithOtherTabs(): void {
  new BroadcastChannel(CHANNEL).onmessage = leaveToSignIn;
}
