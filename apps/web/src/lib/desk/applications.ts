/** The states of an application: their order, their words, and where each may go next. */
import type { Application, ApplicationStatus } from "./types";

interface StatusLook {
  text: string;
  /** Nothing more is expected after it. */
  isEnd: boolean;
  tone: "queued" | "running" | "warning" | "succeeded" | "failed" | "cancelled";
}

/** In the order of the board. A state that is missing here does not compile. */
export const APPLICATION_STATUS = {
  draft: { text: "Draft", isEnd: false, tone: "queued" },
  applied: { text: "Applied", isEnd: false, tone: "running" },
  screening: { text: "Screening", isEnd: false, tone: "running" },
  interview: { text: "Interview", isEnd: false, tone: "warning" },
  offer: { text: "Offer", isEnd: false, tone: "succeeded" },
  accepted: { text: "Accepted", isEnd: true, tone: "succeeded" },
  rejected: { text: "Rejected", isEnd: true, tone: "failed" },
  withdrawn: { text: "Withdrawn", isEnd: true, tone: "cancelled" },
} as const satisfies Record<ApplicationStatus, StatusLook>;

export const STATUSES = Object.keys(APPLICATION_STATUS) as ApplicationStatus[];

/** The way an application goes when all goes well. */
const PATH: readonly ApplicationStatus[] = ["draft", "applied", "screening", "interview", "offer", "accepted"];

/** One step on, or one back, along the way; null at its ends and beside it. */
export function neighbour(status: ApplicationStatus, step: 1 | -1): ApplicationStatus | null {
  const at = PATH.indexOf(status);
  return at === -1 ? null : (PATH[at + step] ?? null);
}

/** Where a key moves an application: right and left along the way, `r` rejected, `w` withdrawn; null for other keys. */
export function moveOf(key: string, status: ApplicationStatus): ApplicationStatus | null {
  const target =
    key === "ArrowRight" ? neighbour(status, 1)
    : key === "ArrowLeft" ? neighbour(status, -1)
    : key.toLowerCase() === "r" ? "rejected"
    : key.toLowerCase() === "w" ? "withdrawn"
    : null;
  return target === status ? null : target;
}

/** The columns of the board: every state that is still open, and of the ends those that hold something. */
export function columnsOf(applications: readonly Application[]): { status: ApplicationStatus; items: Application[] }[] {
  return STATUSES.map((status) => ({ status, items: applications.filter((each) => each.status === status) })).filter(
    ({ status, items }) => items.length > 0 || !APPLICATION_STATUS[status].isEnd,
  );
}

/** The list with one application moved, for showing the move before the API has confirmed it. */
export function moved(applications: readonly Application[], id: string, status: ApplicationStatus, at: string, note: string | null): Application[] {
  return applications.map((each) =>
    each.id === id ? { ...each, status, v: each.v + 1, updated_at: at, history: [...each.history, { status, at, note }] } : each,
  );
}
