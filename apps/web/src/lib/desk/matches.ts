/** The minimum score in an address; what is no such number is none. */
export function minimumOf(value: string | null): number {
  const number = Number(value ?? "0");
  return Number.isFinite(number) && number > 0 && number <= 100 ? number : 0;
}
