/** Sends requests for jobs so that each is asked once, however often the button is pressed or the answer is lost. */
import { api } from "@/lib/api/client";
import type { Enqueued } from "@/lib/api/types";
import type { Asking } from "./intake";

export interface Asker {
  send: (asking: Asking) => Promise<Enqueued>;
}

/**
 * An asker of its own memory.
 *
 * The same request while one is under way gets that one's answer. After a failure the next try of the same request
 * carries the same Idempotency-Key; after an answer the same request is a new wish and gets a new one.
 */
export function createAsker(newKey: () => string = () => crypto.randomUUID()): Asker {
  const keys = new Map<string, string>();
  const pending = new Map<string, Promise<Enqueued>>();

  async function post({ path, body, fingerprint }: Asking): Promise<Enqueued> {
    const key = keys.get(fingerprint) ?? newKey();
    keys.set(fingerprint, key);
    const answer = await api<Enqueued>(path, { method: "POST", body, headers: { "Idempotency-Key": key } });
    keys.delete(fingerprint);
    return answer;
  }

  return {
    send(asking) {
      const before = pending.get(asking.fingerprint);
      if (before) return before;
      const answer = post(asking).finally(() => {
        pending.delete(asking.fingerprint);
      });
      pending.set(asking.fingerprint, answer);
      return answer;
    },
  };
}
