"use client";

import { Page } from "@/components/shell/page";
import { Button } from "@/components/ui/button";
import { Failed } from "@/components/ui/states";

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <Page title="This page broke">
      <Failed
        title="Something on this page went wrong"
        detail={error.message}
        requestId={error.digest}
        action={<Button onClick={reset}>Try again</Button>}
      />
    </Page>
  );
}
