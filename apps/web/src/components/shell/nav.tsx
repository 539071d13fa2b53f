"use client";

import { CalendarClock, Cpu, LayoutDashboard, ListTree, Rows3, Settings, Skull, type LucideIcon } from "lucide-react";
import Link, { useLinkStatus } from "next/link";
import { usePathname } from "next/navigation";
import { cn } from "@/lib/utils";

interface Entry {
  href: string;
  text: string;
  icon: LucideIcon;
  isForOperators?: boolean;
}

const GROUPS: readonly { title: string; entries: readonly Entry[] }[] = [
  { title: "Work", entries: [{ href: "/", text: "Desk", icon: LayoutDashboard }] },
  {
    title: "Engine",
    entries: [
      { href: "/jobs", text: "Jobs", icon: Rows3 },
      { href: "/dead-letters", text: "Dead letters", icon: Skull },
      { href: "/queues", text: "Queues", icon: ListTree, isForOperators: true },
      { href: "/workers", text: "Workers", icon: Cpu, isForOperators: true },
      { href: "/schedules", text: "Schedules", icon: CalendarClock, isForOperators: true },
    ],
  },
  { title: "You", entries: [{ href: "/settings", text: "Settings", icon: Settings }] },
];

function isCurrent(href: string, path: string): boolean {
  return href === "/" ? path === "/" || path.startsWith("/desk") : path === href || path.startsWith(`${href}/`);
}

/** The ways through the application; what only operators may see is left out for others. */
export function Nav({ isOperator, onNavigate }: { isOperator: boolean; onNavigate?: () => void }) {
  const path = usePathname();
  return (
    <nav aria-label="Main" className="flex flex-col gap-5">
      {GROUPS.map((group) => (
        <div key={group.title} className="flex flex-col gap-0.5">
          <p className="px-2.5 pb-1 text-xs font-medium text-muted">{group.title}</p>
          {group.entries
            .filter((entry) => isOperator || !entry.isForOperators)
            .map(({ href, text, icon: Icon }) => (
              <Link
                key={href}
                href={href}
                {...(onNavigate ? { onClick: onNavigate } : {})}
                aria-current={isCurrent(href, path) ? "page" : undefined}
                className={cn(
                  "flex items-center gap-2.5 rounded-md px-2.5 py-1.5 text-sm text-muted transition-colors hover:bg-raised hover:text-foreground",
                  isCurrent(href, path) && "bg-raised font-medium text-foreground",
                )}
              >
                <Icon className={cn("size-4", isCurrent(href, path) && "text-accent-ink")} strokeWidth={1.75} aria-hidden />
                {text}
                <Pending />
              </Link>
            ))}
        </div>
      ))}
    </nav>
  );
}

/** Shows on the link that was followed until its page is there: the server makes each page with its data in it. */
function Pending() {
  const { pending } = useLinkStatus();
  return <span aria-hidden className={cn("ml-auto size-1.5 rounded-full bg-accent opacity-0 transition-opacity delay-150", pending && "animate-breathe opacity-100")} />;
}
