/** What the keys of the job list do. */

export type KeyAction = "down" | "up" | "open" | "select" | "search" | "help" | "clear" | "refresh" | "first" | "last";

export const KEYS: readonly { keys: readonly string[]; text: string }[] = [
  { keys: ["j", "↓"], text: "Next job" },
  { keys: ["k", "↑"], text: "Previous job" },
  { keys: ["Home", "End"], text: "First, last job (on a row)" },
  { keys: ["Enter"], text: "Open the job" },
  { keys: ["x"], text: "Select the job, or take it back" },
  { keys: ["Esc"], text: "Select none" },
  { keys: ["/"], text: "Find a job by its id" },
  { keys: ["r"], text: "Refresh the list" },
  { keys: ["?"], text: "These keys" },
];

export interface Press {
  key: string;
  isModified: boolean;
  /** Where the focus is: a text field, a row of the list, another control that has keys of its own, or nowhere. */
  focus: "field" | "row" | "control" | "page";
}

/** The action of a key press; null leaves it to the browser. Letters work anywhere but in fields, arrows and Enter on rows. */
export function actionOf({ key, isModified, focus }: Press): KeyAction | null {
  if (isModified || focus === "field") return null;
  switch (key) {
    case "j":
      return "down";
    case "k":
      return "up";
    case "x":
      return "select";
    case "/":
      return "search";
    case "?":
      return "help";
    case "r":
      return "refresh";
    case "Escape":
      return "clear";
    default:
      return focus === "row" ? onRow(key) : null;
  }
}

function onRow(key: string): KeyAction | null {
  switch (key) {
    case "ArrowDown":
      return "down";
    case "ArrowUp":
      return "up";
    case "Home":
      return "first";
    case "End":
      return "last";
    case "Enter":
      return "open";
    default:
      return null;
  }
}

/** Where a key went: used on `keydown` of the whole page. */
export function focusOf(target: EventTarget | null): Press["focus"] {
  if (!(target instanceof HTMLElement)) return "page";
  if (target.matches("input:not([type=checkbox]), textarea, select, [contenteditable=true]")) return "field";
  if (target.closest("[role=dialog], [role=menu]")) return "field";
  if (target.matches("tr[data-job]")) return "row";
  if (target.matches("a, button, [role=checkbox], [role=tab]")) return "control";
  return "page";
}
