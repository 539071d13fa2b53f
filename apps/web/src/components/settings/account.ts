"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ApiProblem, api } from "@/lib/api/client";
import type { components } from "@/lib/api/schema";

type Schemas = components["schemas"];

/** Who asks, as the API sees it; `expires_at` is when the login or key ends. */
export type Account = Schemas["Me"];
export type Role = Account["roles"][number];
/** A key without its secret, which nobody can read again. */
export type ApiKey = Schemas["ApiKeyView"];
export type ApiKeyList = Schemas["ApiKeyList"];
export type NewApiKey = Schemas["NewApiKey"];
/** The answer to a new key: the only one that has its text. */
export type CreatedApiKey = Schemas["CreatedApiKey"];

export const ACCOUNT_KEYS = { me: ["me"], apiKeys: ["api-keys"] } as const;

export function useAccount(initial: Account | null) {
  return useQuery({
    queryKey: ACCOUNT_KEYS.me,
    queryFn: ({ signal }) => api<Account>("/me", { signal }),
    ...(initial === null ? {} : { initialData: initial }),
  });
}

/** The caller's keys; `isNeeded` false asks for nothing. */
export function useApiKeys({ isNeeded }: { isNeeded: boolean }) {
  return useQuery({
    queryKey: ACCOUNT_KEYS.apiKeys,
    queryFn: ({ signal }) => api<ApiKeyList>("/api-keys", { signal }),
    enabled: isNeeded,
  });
}

/** Make a key. Its text is in this mutation's answer alone, until `reset`. */
export function useCreateApiKey() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: NewApiKey) => api<CreatedApiKey>("/api-keys", { method: "POST", body }),
    // Forgotten as soon as the dialog that shows it is gone.
    gcTime: 0,
    onSuccess: () => queries.invalidateQueries({ queryKey: ACCOUNT_KEYS.apiKeys }),
  });
}

/** Refuse a key from now on. One that is gone already counts as revoked. */
export function useRevokeApiKey() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (id: string) => {
      try {
        await api(`/api-keys/${encodeURIComponent(id)}`, { method: "DELETE" });
      } catch (error) {
        if (!(error instanceof ApiProblem && error.status === 404)) throw error;
      }
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ACCOUNT_KEYS.apiKeys }),
  });
}
