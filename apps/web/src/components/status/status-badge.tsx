import { Ban, CheckCircle2, CircleDashed, Clock, LoaderCircle, XCircle, type LucideIcon } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import type { Status } from "@/lib/api/types";
import { cn } from "@/lib/utils";

/** How each state looks. A state that is missing here does not compile. */
export const STATUS = {
  queued: { text: "Queued", icon: CircleDashed, tone: "queued" },
  running: { text: "Running", icon: LoaderCircle, tone: "running" },
  succeeded: { text: "Succeeded", icon: CheckCircle2, tone: "succeeded" },
  failed: { text: "Failed", icon: XCircle, tone: "failed" },
  cancelled: { text: "Cancelled", icon: Ban, tone: "cancelled" },
} as const satisfies Record<Status, { text: string; icon: LucideIcon; tone: Status }>;

/**
 * The state of a job as a pill; never by colour alone.
 *
 * `label` is the API's own word for it, finer than the state: `scheduled`, `retrying`, `cancelling` ...
 */
export function StatusBadge({ status, label, className }: { status: Status; label?: string | undefined; className?: string }) {
  const look = STATUS[status];
  const isWaiting = status === "queued" && label !== undefined && label !== "queued";
  const Icon = isWaiting ? Clock : look.icon;
  const text = label && label !== status ? label.charAt(0).toUpperCase() + label.slice(1) : look.text;
  return (
    <Badge tone={look.tone} className={className} data-status={status}>
      <Icon aria-hidden className={cn(status === "running" && "animate-spin [animation-duration:2.5s]")} />
      {text}
    </Badge>
  );
}
