import { ChevronLeft } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";

/** Where a page of the desk hangs. */
export function BackLink({ href = "/", children = "Desk" }: { href?: string; children?: ReactNode }) {
  return (
    <Link href={href} className="inline-flex items-center gap-0.5 text-xs text-muted hover:text-foreground">
      <ChevronLeft className="size-3.5" aria-hidden /> {children}
    </Link>
  );
}
