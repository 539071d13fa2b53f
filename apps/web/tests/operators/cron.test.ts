import { describe, expect, it } from "vitest";
import { cronInWords } from "@/components/operators/cron";

describe("cronInWords", () => {
  it.each([
    ["* * * * *", "every minute"],
    ["*/15 * * * *", "every 15 minutes"],
    ["0 * * * *", "every hour, on the hour"],
    ["7 * * * *", "every hour at minute 7"],
    ["30 */6 * * *", "every 6 hours, at minute 30"],
    ["30 2 * * *", "every day at 02:30"],
    ["0 9 * * 1-5", "Monday to Friday at 09:00"],
    ["0 9 * * MON", "every Monday at 09:00"],
    ["5 18 * * 0,3", "every Sunday and Wednesday at 18:05"],
    ["0 0 1 * *", "on day 1 of every month at 00:00"],
  ])("says %s as %s", (expression, words) => {
    expect(cronInWords(expression)).toBe(words);
  });

  it.each([
    ["*/7 * * * *", "its steps are not even"],
    ["0 0 31 * *", "not every month has that day"],
    ["0 0 1 * 1", "day and weekday are alternatives"],
    ["0 9 L * *", "it is not a common form"],
    ["0 9 1 6 *", "it names a month"],
    ["61 9 * * *", "there is no such minute"],
    ["0 9 * *", "it has four fields"],
  ])("does not guess what %s means: %s", (expression) => {
    expect(cronInWords(expression)).toBeNull();
  });
});
