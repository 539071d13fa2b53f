"use client";

import { useQueryClient } from "@tanstack/react-query";
import { LogOut } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { MenuItem } from "@/components/ui/menu";
import { signOut } from "@/lib/auth/sign-out";
import { openAfresh } from "@/lib/auth/signed-out";

/** Ends the login everywhere in this browser: streams of every tab, then the session. */
export function SignOut() {
  const queries = useQueryClient();
  const [isPending, setPending] = useState(false);

  async function leave(): Promise<void> {
    setPending(true);
    try {
      await signOut();
      queries.clear();
      openAfresh("/sign-in");
    } catch (error) {
      setPending(false);
      toast.error("You are still signed in", { description: error instanceof Error ? error.message : undefined });
    }
  }

  return (
    <MenuItem
      disabled={isPending}
      onSelect={(event) => {
        // The menu stays, so that it shows what is under way.
        event.preventDefault();
        void leave();
      }}
    >
      <LogOut /> {isPending ? "Signing out" : "Sign out"}
    </MenuItem>
  );
}
