/** A value that changes, for `useSyncExternalStore`. */

import type { Store } from "./types.js";

/** A store and the function that changes it. */
export interface WritableStore<T> extends Store<T> {
  readonly set: (value: T) => void;
}

/** A store that holds `value`. */
export function createStore<T>(value: T): WritableStore<T> {
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set(next) {
      value = next;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
