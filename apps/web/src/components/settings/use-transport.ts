"use client";

import { useConnection } from "@longhaul/react";
import { useEffect, useState } from "react";
import { askForTransport, ownTransport, type Transport } from "@/lib/transport";

/** The transport of the stream as it is now; null where there is none, or the tab that holds it has not said. */
export function useTransport(): Transport | null {
  const { state, since, isLeader } = useConnection();
  const [told, setTold] = useState<Transport | null>(null);
  const isFlowing = state === "live" || state === "catching-up";
  const isToAsk = isFlowing && !isLeader;
  useEffect(() => {
    if (!isToAsk) return;
    const stop = askForTransport(setTold);
    return () => {
      stop();
      setTold(null);
    };
  }, [isToAsk, since]);
  if (state === "polling") return "poll";
  if (!isFlowing) return null;
  return isLeader ? ownTransport() : told;
}
