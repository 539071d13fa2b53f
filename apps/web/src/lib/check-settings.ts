import "server-only";
import { settings, SettingsError } from "./settings";

/** Ends this process with every fault on stderr where the settings have any. */
export function checkSettings(): void {
  try {
    settings();
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}
