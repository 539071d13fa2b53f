"use client";

import { useState } from "react";
import { ApiProblem } from "@/lib/api/client";
import { unreachable } from "@/lib/api/problem";
import { rememberAsked } from "./asked";
import { createAsker } from "./asking";
import type { Asking } from "./intake";

export interface Ask {
  /** The id of the job, or null where it was refused; then `problem` says why. */
  ask: (asking: Asking) => Promise<string | null>;
  isPending: boolean;
  problem: ApiProblem | null;
  /** Until when the API wants no more of these, in milliseconds since 1970; null where it said nothing of the kind. */
  waitUntil: number | null;
  clear: () => void;
}

/** Ask for jobs of the desk; each gets its card with the answer. */
export function useAsk(): Ask {
  const [asker] = useState(createAsker);
  const [open, setOpen] = useState(0);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [waitUntil, setWaitUntil] = useState<number | null>(null);

  const ask = async (asking: Asking): Promise<string | null> => {
    setOpen((before) => before + 1);
    setProblem(null);
    try {
      const answer = await asker.send(asking);
      rememberAsked({ id: answer.job_id, type: asking.type, subject: asking.subject, at: new Date().toISOString() });
      return answer.job_id;
    } catch (error) {
      const refusal = error instanceof ApiProblem ? error : unreachable(error);
      setProblem(refusal);
      if (refusal.retryAfterS !== undefined) setWaitUntil(Date.now() + refusal.retryAfterS * 1000);
      return null;
    } finally {
      setOpen((before) => before - 1);
    }
  };

  return { ask, isPending: open > 0, problem, waitUntil, clear: () => { setProblem(null); } };
}
