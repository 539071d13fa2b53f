import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { cn } from "@/lib/utils";

const badgeVariants = cva(
  "inline-flex items-center gap-1 whitespace-nowrap rounded-full px-2 py-0.5 text-xs font-medium [&_svg]:size-3",
  {
    variants: {
      tone: {
        neutral: "bg-raised text-foreground",
        outline: "border text-muted",
        accent: "bg-accent-soft text-accent-ink",
        queued: "bg-queued-soft text-queued",
        running: "bg-running-soft text-running",
        succeeded: "bg-succeeded-soft text-succeeded",
        failed: "bg-failed-soft text-failed",
        cancelled: "bg-cancelled-soft text-cancelled",
        warning: "bg-warning-soft text-warning",
      },
    },
    defaultVariants: { tone: "neutral" },
  },
);

export type BadgeTone = NonNullable<VariantProps<typeof badgeVariants>["tone"]>;

export function Badge({ className, tone, ...props }: ComponentProps<"span"> & VariantProps<typeof badgeVariants>) {
  return <span className={cn(badgeVariants({ tone }), className)} {...props} />;
}
