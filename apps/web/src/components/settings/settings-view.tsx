"use client";

import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { Failed, Skeleton } from "@/components/ui/states";
import { useAccount, type Account } from "./account";
import { AccountFacts } from "./account-card";
import { ApiKeysCard } from "./api-keys";
import { ConnectionCard } from "./connection-card";
import { ThemeChoice } from "./theme-choice";

/** Who you are, how this looks, keys for programs, and the state of the stream. */
export function SettingsView({ initial }: { initial: Account | null }) {
  const account = useAccount(initial);
  return (
    <>
      <Card aria-labelledby="account">
        <CardHeader><CardTitle id="account">You</CardTitle></CardHeader>
        <CardContent>
          {account.data ? (
            <AccountFacts account={account.data} />
          ) : account.isError ? (
            <Failed
              title="The API does not say who you are"
              detail={account.error.message}
              action={<Button size="sm" isPending={account.isFetching} onClick={() => void account.refetch()}>Try again</Button>}
            />
          ) : (
            <Skeleton className="h-28 w-full" />
          )}
        </CardContent>
      </Card>
      <Card aria-labelledby="theme">
        <CardHeader><CardTitle id="theme">Theme</CardTitle></CardHeader>
        <CardContent><ThemeChoice /></CardContent>
      </Card>
      <ConnectionCard />
      {/* The last: whether there are keys is known once the account is, and nothing below may move then. */}
      {account.data ? <ApiKeysCard account={account.data} /> : null}
    </>
  );
}
