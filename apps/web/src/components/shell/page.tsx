import type { ReactNode } from "react";
import { cn } from "@/lib/utils";

/** The frame of a page: its heading, one sentence on what it is, what can be done, and its content. */
export function Page({
  title,
  lead,
  actions,
  isWide = false,
  children,
}: {
  title: ReactNode;
  lead?: ReactNode;
  actions?: ReactNode;
  isWide?: boolean;
  children: ReactNode;
}) {
  return (
    <div className="mx-auto w-full max-w-7xl px-4 py-6 sm:px-6 lg:py-8">
      {/* Narrow pages begin where wide ones do, so that nothing shifts from page to page. */}
      <div className={cn("flex flex-col gap-6", isWide ? null : "max-w-[61rem]")}>
        <div className="flex flex-wrap items-end justify-between gap-x-4 gap-y-3">
          <div className="min-w-0">
            <h1 className="text-xl font-semibold tracking-tight sm:text-2xl">{title}</h1>
            {lead ? <div className="mt-1 text-sm text-muted">{lead}</div> : null}
          </div>
          {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
        </div>
        {children}
      </div>
    </div>
  );
}
