import { AlertTriangle, Inbox, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/lib/utils";

/** Grey in the shape of what is coming. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cn("animate-pulse rounded-md bg-raised", className)} />;
}

/** Nothing is here, why that may be, and what to do about it. */
export function Empty({
  title,
  children,
  icon: Icon = Inbox,
  action,
  className,
}: {
  title: string;
  children?: ReactNode;
  icon?: LucideIcon;
  action?: ReactNode;
  className?: string;
}) {
  return (
    <div className={cn("flex flex-col items-center gap-2 px-6 py-12 text-center", className)}>
      <Icon className="size-7 text-strong" strokeWidth={1.5} aria-hidden />
      <p className="text-sm font-medium">{title}</p>
      {children ? <div className="max-w-md text-sm text-muted">{children}</div> : null}
      {action ? <div className="pt-2">{action}</div> : null}
    </div>
  );
}

/** Something went wrong: what, what to do, and the request's id for whoever looks into the log. */
export function Failed({
  title,
  detail,
  requestId,
  action,
  className,
}: {
  title: string;
  detail?: ReactNode;
  requestId?: string | undefined;
  action?: ReactNode;
  className?: string;
}) {
  return (
    <div role="alert" className={cn("flex items-start gap-3 rounded-lg border border-failed/30 bg-failed-soft/60 p-4", className)}>
      <AlertTriangle className="mt-0.5 size-4 shrink-0 text-failed" aria-hidden />
      <div className="min-w-0 flex-1 text-sm">
        <p className="font-medium text-failed">{title}</p>
        {detail ? <div className="mt-0.5 break-words">{detail}</div> : null}
        {requestId ? <p className="mt-1 font-mono text-xs text-muted">request {requestId}</p> : null}
      </div>
      {action}
    </div>
  );
}
