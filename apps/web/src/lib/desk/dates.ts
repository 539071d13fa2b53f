/** Dates as CVs and adverts have them: a year, a month or a day. */

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
export const PARTIAL_DATE = /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/;

/** `2021`, `Mar 2021` or `4 Mar 2021`; what is no such date stays as it is. */
export function partialDate(value: string): string {
  const [year = value, month, day] = value.slice(0, 10).split("-");
  const name = month === undefined ? undefined : MONTHS[Number(month) - 1];
  if (name === undefined) return year;
  return day === undefined ? `${name} ${year}` : `${String(Number(day))} ${name} ${year}`;
}

/** `Mar 2021 – today`, `2011 – 2014`; null where neither end is known. */
export function period(start: string | null, end: string | null, isCurrent = false): string | null {
  const to = isCurrent ? "today" : end === null ? null : partialDate(end);
  if (start === null) return to;
  return to === null ? partialDate(start) : `${partialDate(start)} – ${to}`;
}
