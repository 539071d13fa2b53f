import { cn } from "@/lib/utils";

/** How far something is, 0 to 100. `percent` null is a bar of unknown length; `isMoving` shows that it is at work. */
export function Progress({
  percent,
  label,
  isMoving = false,
  tone = "running",
  className,
}: {
  percent: number | null;
  label: string;
  isMoving?: boolean;
  tone?: "running" | "succeeded" | "failed" | "cancelled";
  className?: string;
}) {
  const value = percent === null ? undefined : Math.max(0, Math.min(100, Math.round(percent)));
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={value}
      className={cn("h-1.5 w-full overflow-hidden rounded-full bg-raised", className)}
    >
      <div
        className={cn(
          "h-full rounded-full transition-[width] duration-300 ease-out",
          tone === "running" && "bg-accent",
          tone === "succeeded" && "bg-succeeded",
          tone === "failed" && "bg-failed",
          tone === "cancelled" && "bg-cancelled",
          isMoving && "bar-moving",
        )}
        style={{ width: value === undefined ? "100%" : `${String(value)}%`, opacity: value === undefined ? 0.35 : 1 }}
      />
    </div>
  );
}
