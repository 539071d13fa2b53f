/** How sure a reading is, in words. */

export type Sureness = "sure" | "check" | "unsure";

const CHECK_BELOW = 0.8;
const UNSURE_BELOW = 0.6;

export function sureness(confidence: number): Sureness {
  if (confidence < UNSURE_BELOW) return "unsure";
  return confidence < CHECK_BELOW ? "check" : "sure";
}

export const SURENESS = {
  sure: "read with certainty",
  check: "worth a check",
  unsure: "not sure",
} as const satisfies Record<Sureness, string>;

export function percentOf(share: number): string {
  return `${String(Math.round(share * 100))} %`;
}
