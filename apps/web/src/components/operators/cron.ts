const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] as const;
const DAYS_SHORT = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/**
 * A cron expression in words, for the common forms; null for every other, which is better read as it is.
 *
 * `*\/15 * * * *` is "every 15 minutes", `30 2 * * *` "every day at 02:30", `0 9 * * 1-5` "Monday to Friday at 09:00".
 */
export function cronInWords(expression: string): string | null {
  const fields = expression.trim().split(/\s+/);
  if (fields.length !== 5) return null;
  const [minute, hour, day, month, weekday] = fields as [string, string, string, string, string];
  if (month !== "*") return null;
  if (day === "*" && weekday === "*") return everyDay(minute, hour);
  const at = timeOfDay(minute, hour);
  if (at === null) return null;
  if (day === "*") {
    const days = weekdays(weekday);
    return days && `${days} at ${at}`;
  }
  const date = within(day, 1, 31);
  // A month without that date is skipped, so "every month" would not be true of the last ones.
  return weekday === "*" && date !== null && date <= 28 ? `on day ${String(date)} of every month at ${at}` : null;
}

function everyDay(minute: string, hour: string): string | null {
  if (hour === "*") {
    if (minute === "*") return "every minute";
    const step = stepOf(minute, 60);
    if (step !== null) return every(step, "minute");
    const at = within(minute, 0, 59);
    return at === null ? null : at === 0 ? "every hour, on the hour" : `every hour at minute ${String(at)}`;
  }
  const step = stepOf(hour, 24);
  const past = within(minute, 0, 59);
  if (step !== null && past !== null) return `${every(step, "hour")}, at minute ${String(past)}`;
  const at = timeOfDay(minute, hour);
  return at === null ? null : `every day at ${at}`;
}

/** The step of `*\/n`, where it divides the whole: others are not even. */
function stepOf(field: string, whole: number): number | null {
  const step = /^\*\/(\d+)$/.exec(field)?.[1];
  return step !== undefined && Number(step) > 0 && Number(step) < whole && whole % Number(step) === 0 ? Number(step) : null;
}

function every(step: number, unit: string): string {
  return step === 1 ? `every ${unit}` : `every ${String(step)} ${unit}s`;
}

function timeOfDay(minute: string, hour: string): string | null {
  const m = within(minute, 0, 59);
  const h = within(hour, 0, 23);
  return m === null || h === null ? null : `${String(h).padStart(2, "0")}:${String(m).padStart(2, "0")}`;
}

function weekdays(field: string): string | null {
  const range = /^(\w+)-(\w+)$/.exec(field);
  if (range) {
    const [from, to] = [weekdayOf(range[1] ?? ""), weekdayOf(range[2] ?? "")];
    return from && to && from !== to ? `${from} to ${to}` : null;
  }
  const named = field.split(",").map(weekdayOf);
  if (named.some((each) => each === null)) return null;
  return named.length === 1 ? `every ${named[0] ?? ""}` : `every ${named.slice(0, -1).join(", ")} and ${named.at(-1) ?? ""}`;
}

function weekdayOf(text: string): string | null {
  const short = DAYS_SHORT.indexOf(text.toUpperCase());
  if (short >= 0) return DAYS[short] ?? null;
  const number = within(text, 0, 7);
  return number === null ? null : (DAYS[number % 7] ?? null);
}

function within(text: string, least: number, most: number): number | null {
  if (!/^\d{1,2}$/.test(text)) return null;
  const value = Number(text);
  return value >= least && value <= most ? value : null;
}
