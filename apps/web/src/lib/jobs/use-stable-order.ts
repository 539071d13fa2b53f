"use client";

import { useState } from "react";

/** `keys` in an order that does not move under the reader: who was there keeps its place, who is new comes first. */
export function useStableOrder(keys: readonly string[]): readonly string[] {
  const [order, setOrder] = useState<readonly string[]>(keys);
  const next = inOrder(order, keys);
  if (next.length !== order.length || next.some((key, index) => key !== order[index])) setOrder(next);
  return next;
}

export function inOrder(order: readonly string[], keys: readonly string[]): readonly string[] {
  const present = new Set(keys);
  const known = new Set(order);
  return [...keys.filter((key) => !known.has(key)), ...order.filter((key) => present.has(key))];
}
