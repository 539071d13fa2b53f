"use client";

import { KeyRound } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { When } from "@/components/status/when";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { Dialog, DialogClose, DialogContent, DialogDescription, DialogFooter, DialogTitle } from "@/components/ui/dialog";
import { Empty, Failed, Skeleton } from "@/components/ui/states";
import { Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import { ApiProblem } from "@/lib/api/client";
import { useNow } from "@/lib/use-now";
import { useApiKeys, useRevokeApiKey, type Account, type ApiKey } from "./account";
import { CreateKeyDialog } from "./create-key-dialog";
import { curlOf, keysUnavailable, makingUnavailable } from "./roles";

/** The keys with which programs ask in your name. */
export function ApiKeysCard({ account }: { account: Account }) {
  const unavailable = keysUnavailable(account.auth);
  const notMade = makingUnavailable(account.auth);
  const query = useApiKeys({ isNeeded: unavailable === null });
  return (
    <Card aria-labelledby="api-keys">
      <CardHeader className="items-center">
        <CardTitle id="api-keys">API keys</CardTitle>
        {unavailable !== null ? null : notMade === null ? <CreateKeyDialog own={account.roles} /> : <p className="text-xs text-muted">{notMade}</p>}
      </CardHeader>
      {unavailable !== null ? (
        <Empty title="There are no API keys here" icon={KeyRound}>{unavailable}</Empty>
      ) : query.data ? (
        query.data.items.length === 0 ? (
          <Empty title="No key yet" icon={KeyRound}>Make one for each program, so that each can be revoked by itself.</Empty>
        ) : (
          <Keys items={query.data.items} />
        )
      ) : query.isError ? (
        <CardContent>
          <Failed title="The keys could not be read" detail={query.error.message} action={<Button size="sm" onClick={() => void query.refetch()}>Try again</Button>} />
        </CardContent>
      ) : (
        <CardContent><Skeleton className="h-32 w-full" /></CardContent>
      )}
      {unavailable === null ? (
        <CardContent className="flex flex-col gap-1.5 border-t">
          <p className="text-sm text-muted">A program sends its key with every request:</p>
          <CodeBlock value={curlOf("$LONGHAUL_API_KEY")} label="example with curl" isWrapped />
        </CardContent>
      ) : null}
    </Card>
  );
}

function Keys({ items }: { items: readonly ApiKey[] }) {
  const [asked, setAsked] = useState<ApiKey | null>(null);
  const now = useNow();
  return (
    <>
      <Table label="Your API keys" className="mt-2">
        <thead>
          <tr className="border-b">
            <TableHead>Name</TableHead>
            <TableHead>Roles</TableHead>
            <TableHead>Last used</TableHead>
            <TableHead>Expires</TableHead>
            <TableHead className="relative"><span className="sr-only">Actions</span></TableHead>
          </tr>
        </thead>
        <tbody>
          {items.map((key) => {
            const isExpired = key.expires_at !== null && now !== null && Date.parse(key.expires_at) <= now;
            return (
              <TableRow key={key.id}>
                <TableCell>
                  <span className="block font-medium">{key.name}</span>
                  <span className="block whitespace-nowrap text-xs text-muted"><span className="font-mono">lh_{key.id}_…</span> · made <When iso={key.created_at} /></span>
                </TableCell>
                <TableCell className="whitespace-nowrap">{key.roles.join(", ")}</TableCell>
                <TableCell className="whitespace-nowrap">{key.last_used_at ? <When iso={key.last_used_at} /> : <span className="text-muted">never</span>}</TableCell>
                <TableCell className="whitespace-nowrap">
                  {isExpired ? <Badge tone="failed">Expired</Badge> : key.expires_at ? <When iso={key.expires_at} /> : <span className="text-muted">never</span>}
                </TableCell>
                <TableCell className="text-right">
                  <Button variant="ghost" size="sm" onClick={() => { setAsked(key); }} aria-label={`Revoke ${key.name}`}>Revoke</Button>
                </TableCell>
              </TableRow>
            );
          })}
        </tbody>
      </Table>
      {asked ? <RevokeDialog apiKey={asked} onClose={() => { setAsked(null); }} /> : null}
    </>
  );
}

function RevokeDialog({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const revoke = useRevokeApiKey();
  const submit = () => {
    revoke.mutate(apiKey.id, {
      onSuccess: () => {
        toast.success(`${apiKey.name} is revoked`);
        onClose();
      },
    });
  };
  return (
    <Dialog open onOpenChange={(isOpen) => { if (!isOpen) onClose(); }}>
      <DialogContent>
        <DialogTitle>Revoke {apiKey.name}?</DialogTitle>
        <DialogDescription>Programs that use it are refused from now on, and their streams end. This cannot be taken back.</DialogDescription>
        {revoke.error ? (
          <Failed title="The key is still valid" detail={revoke.error.message} requestId={revoke.error instanceof ApiProblem ? revoke.error.requestId : undefined} />
        ) : null}
        <DialogFooter>
          <DialogClose asChild><Button>Keep it</Button></DialogClose>
          <Button variant="danger" isPending={revoke.isPending} onClick={submit}>Revoke the key</Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
