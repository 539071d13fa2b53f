/**
 * Counts failed sign-ins by account, whatever address they come from.
 *
 * better-auth limits by the visitor's address; somebody with many addresses could still guess at one account.
 */
export class Tries {
  readonly #failures = new Map<string, { count: number; since: number }>();
  readonly #limit: number;
  readonly #windowMs: number;
  readonly #capacity: number;
  readonly #now: () => number;

  constructor(options: { limit?: number; windowMs?: number; capacity?: number; now?: () => number } = {}) {
    this.#limit = options.limit ?? 10;
    this.#windowMs = options.windowMs ?? 300_000;
    this.#capacity = options.capacity ?? 10_000;
    this.#now = options.now ?? Date.now;
  }

  /** Seconds until this account may be tried again; 0 where it may now. */
  waitS(account: string): number {
    const failures = this.#recent(account);
    if (failures === undefined || failures.count < this.#limit) return 0;
    return Math.max(1, Math.ceil((failures.since + this.#windowMs - this.#now()) / 1000));
  }

  failed(account: string): void {
    const failures = this.#recent(account) ?? { count: 0, since: this.#now() };
    this.#failures.delete(account);
    this.#failures.set(account, { ...failures, count: failures.count + 1 });
    for (const oldest of this.#failures.keys()) {
      if (this.#failures.size <= this.#capacity) break;
      this.#failures.delete(oldest);
    }
  }

  succeeded(account: string): void {
    this.#failures.delete(account);
  }

  #recent(account: string): { count: number; since: number } | undefined {
    const failures = this.#failures.get(account);
    if (failures && this.#now() - failures.since >= this.#windowMs) {
      this.#failures.delete(account);
      return undefined;
    }
    return failures;
  }
}
