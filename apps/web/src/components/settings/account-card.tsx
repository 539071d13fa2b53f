"use client";

import type { ReactNode } from "react";
import { When } from "@/components/status/when";
import { Badge } from "@/components/ui/badge";
import { absoluteTime } from "@/lib/format";
import { useNow } from "@/lib/use-now";
import type { Account } from "./account";
import { ROLES } from "./roles";

const AUTH = {
  none: "no sign-in: everybody who reaches this page is this owner",
  jwt: "signed in",
  "api-key": "API key",
} as const satisfies Record<Account["auth"], string>;

/** Who you are to the API. */
export function AccountFacts({ account }: { account: Account }) {
  return (
    <dl className="flex flex-col gap-3 text-sm sm:grid sm:grid-cols-[8rem_1fr]">
      <Fact name="Owner"><span className="break-all font-mono">{account.owner}</span></Fact>
      <Fact name="Roles">
        <ul className="flex flex-col gap-1">
          {account.roles.map((role) => (
            <li key={role} className="flex flex-wrap items-center gap-x-2">
              <Badge>{role}</Badge>
              <span className="text-xs text-muted">{ROLES[role].says}</span>
            </li>
          ))}
        </ul>
      </Fact>
      <Fact name="Known by">{AUTH[account.auth]}</Fact>
      <Fact name="Login ends">{account.expires_at === null ? "never" : <Ends iso={account.expires_at} />}</Fact>
    </dl>
  );
}

function Ends({ iso }: { iso: string }) {
  const now = useNow();
  return (
    <>
      <When iso={iso} />
      {now === null ? null : <span className="text-muted"> · {absoluteTime(iso)}</span>}
    </>
  );
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="contents">
      <dt className="text-muted">{name}</dt>
      <dd className="-mt-2 min-w-0 sm:mt-0">{children}</dd>
    </div>
  );
}
