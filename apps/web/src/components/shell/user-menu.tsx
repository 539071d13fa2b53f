"use client";

import { CircleUser, KeyRound } from "lucide-react";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { Menu, MenuContent, MenuItem, MenuLabel, MenuSeparator, MenuTrigger } from "@/components/ui/menu";
import type { Me } from "@/lib/auth/me";
import { SignOut } from "./sign-out";

/** Who is signed in, and the way out. */
export function UserMenu({ me }: { me: Me }) {
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button variant="ghost" size="icon" aria-label={`Account of ${me.name}`}>
          <CircleUser />
        </Button>
      </MenuTrigger>
      <MenuContent>
        <MenuLabel>
          <span className="block font-medium text-foreground">{me.name}</span>
          {me.auth === "none" ? "No sign-in is set up: everybody here is this user" : me.roles.join(", ")}
        </MenuLabel>
        <MenuSeparator />
        <MenuItem asChild>
          <Link href="/settings">
            <KeyRound /> Settings and API keys
          </Link>
        </MenuItem>
        {me.auth === "none" ? null : <SignOut />}
      </MenuContent>
    </Menu>
  );
}
