/** A token for the API, good for one login. */
export interface Token {
  value: string;
  /** When it expires, in milliseconds. */
  expiresAt: number;
}

export interface TokenCacheOptions {
  /** How long a token is used before the session behind it is looked up again. */
  checkEveryMs?: number;
  /** A token is not used in the last part of its life, so that what it opens does not close at once. */
  spareMs?: number;
  capacity?: number;
  now?: () => number;
}

interface Entry {
  token: Token;
  usableUntil: number;
}

/**
 * Tokens by session cookie, so that not every request reads the session and signs anew.
 *
 * A session that was ended elsewhere gets no further within `checkEveryMs`. "No session" is never remembered. Bounded:
 * the one not used for longest goes first.
 */
export class TokenCache {
  readonly #entries = new Map<string, Entry>();
  readonly #pending = new Map<string, Promise<Token | null>>();
  readonly #checkEveryMs: number;
  readonly #spareMs: number;
  readonly #capacity: number;
  readonly #now: () => number;

  constructor(options: TokenCacheOptions = {}) {
    this.#checkEveryMs = options.checkEveryMs ?? 60_000;
    this.#spareMs = options.spareMs ?? 120_000;
    this.#capacity = options.capacity ?? 5_000;
    this.#now = options.now ?? Date.now;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** The token of a session, made by `mint` where there is none to use; requests at the same time share one `mint`. */
  async get(cookie: string, mint: () => Promise<Token | null>): Promise<Token | null> {
    const entry = this.#entries.get(cookie);
    if (entry && this.#now() < entry.usableUntil) {
      this.#entries.delete(cookie);
      this.#entries.set(cookie, entry);
      return entry.token;
    }
    this.#entries.delete(cookie);
    const pending = this.#pending.get(cookie);
    if (pending) return pending;
    const checkedAt = this.#now();
    const minting = mint();
    this.#pending.set(cookie, minting);
    try {
      const token = await minting;
      // Forgotten meanwhile: the session ended after `mint` had looked.
      if (token !== null && this.#pending.get(cookie) === minting) this.#keep(cookie, token, checkedAt);
      return token;
    } finally {
      if (this.#pending.get(cookie) === minting) this.#pending.delete(cookie);
    }
  }

  /** The session of this cookie ended: its next request looks it up. */
  forget(cookie: string): void {
    this.#entries.delete(cookie);
    this.#pending.delete(cookie);
  }

  #keep(cookie: string, token: Token, checkedAt: number): void {
    this.#entries.set(cookie, {
      token,
      usableUntil: Math.min(checkedAt + this.#checkEveryMs, token.expiresAt - this.#spareMs),
    });
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#capacity) break;
      this.#entries.delete(oldest);
    }
  }
}
