"use client";

import { Logo } from "@/components/shell/logo";
import { Button } from "@/components/ui/button";
import { Failed } from "@/components/ui/states";

/** What is left where not even the frame of the pages could be made, as when logins cannot be checked. */
export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main className="mx-auto flex min-h-dvh max-w-lg flex-col justify-center gap-6 p-6">
      <Logo />
      <h1 className="text-xl font-semibold tracking-tight">This site does not work right now</h1>
      <Failed
        title="The page could not be made"
        detail="Something that this site needs does not answer. Nothing of yours is lost; try again in a moment."
        requestId={error.digest}
        action={<Button onClick={reset}>Try again</Button>}
      />
    </main>
  );
}
