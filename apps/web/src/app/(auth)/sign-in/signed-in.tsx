"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { signOut } from "@/lib/auth/sign-out";
import { openAfresh } from "@/lib/auth/signed-out";

/** Somebody is signed in already: on to the page they came for, or out. */
export function SignedIn({ name, from }: { name: string; from: string }) {
  const [isPending, setPending] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  async function leave(): Promise<void> {
    setPending(true);
    try {
      await signOut();
      openAfresh("/sign-in");
    } catch (error) {
      setPending(false);
      setFailure(error instanceof Error ? error.message : "Signing out did not work.");
    }
  }

  return (
    <div className="flex flex-col gap-4">
      <h1 className="text-xl font-semibold tracking-tight">You are signed in</h1>
      <p className="break-words text-sm text-muted">
        As {name}. If you are sent back here, the API does not accept this login: sign out and in again, and if that does
        not help, its settings do not name this site as the issuer.
      </p>
      <div className="flex flex-wrap gap-2">
        <Button asChild variant="primary">
          <a href={from}>Continue</a>
        </Button>
        <Button isPending={isPending} onClick={() => void leave()}>
          Sign out
        </Button>
      </div>
      <p role="alert" className="min-h-5 text-sm text-failed">
        {failure}
      </p>
    </div>
  );
}
