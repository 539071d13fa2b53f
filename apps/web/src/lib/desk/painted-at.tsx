"use client";

import { createContext, useContext, type ReactNode } from "react";

const Cursor = createContext<string | undefined>(undefined);

/** Where in the event log the server read this page. */
export function PaintedAt({ cursor, children }: { cursor: string | undefined; children: ReactNode }) {
  return <Cursor value={cursor}>{children}</Cursor>;
}

export function usePaintedAt(): string | undefined {
  return useContext(Cursor);
}
