"use client";

import { Menu as MenuIcon } from "lucide-react";
import Link from "next/link";
import { useState, type ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogTitle, DialogTrigger } from "@/components/ui/dialog";
import { ConnectionIndicator } from "./connection";
import { Logo } from "./logo";
import { Nav } from "./nav";
import { NavigationLine } from "./navigation-line";
import { ThemeToggle } from "./theme-toggle";
import { UserMenu } from "./user-menu";
import type { Me } from "@/lib/auth/me";

/** Sidebar, top bar and the page between them; on a phone the sidebar is a drawer. */
export function Shell({ me, children }: { me: Me; children: ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  const isOperator = me.roles.includes("operator");
  return (
    <div className="flex min-h-dvh">
      <NavigationLine />
      <a
        href="#content"
        className="sr-only z-50 rounded-md bg-primary px-3 py-2 text-sm text-primary-foreground focus:not-sr-only focus:absolute focus:left-3 focus:top-3"
      >
        Skip to content
      </a>
      <aside className="sticky top-0 hidden h-dvh w-56 shrink-0 flex-col gap-6 overflow-y-auto border-r px-3 py-4 lg:flex">
        <Link href="/" className="px-2.5">
          <Logo />
        </Link>
        <Nav isOperator={isOperator} />
      </aside>
      <div className="flex min-w-0 flex-1 flex-col">
        <header className="sticky top-0 z-30 flex h-14 items-center gap-2 border-b bg-background/85 px-3 backdrop-blur sm:px-6">
          <Dialog open={isOpen} onOpenChange={setOpen}>
            <DialogTrigger asChild>
              <Button variant="ghost" size="icon" className="lg:hidden" aria-label="Open menu">
                <MenuIcon />
              </Button>
            </DialogTrigger>
            <DialogContent side="left" aria-describedby={undefined}>
              <DialogTitle className="sr-only">Menu</DialogTitle>
              <Logo />
              <Nav isOperator={isOperator} onNavigate={() => { setOpen(false); }} />
            </DialogContent>
          </Dialog>
          <Link href="/" className="lg:hidden">
            <Logo />
          </Link>
          <div className="flex-1" />
          <ConnectionIndicator />
          <ThemeToggle />
          <UserMenu me={me} />
        </header>
        <main id="content" tabIndex={-1} className="flex-1 outline-none">
          {children}
        </main>
      </div>
    </div>
  );
}
