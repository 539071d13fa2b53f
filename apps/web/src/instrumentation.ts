/** Runs once when the server starts: a server with faulty settings does not start at all. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { checkSettings } = await import("@/lib/check-settings");
    checkSettings();
  }
}
