/** Doing many things at once, and asking for something once. */

/** Calls `action` once after any number of calls: before the next frame is drawn, or soon where none is drawn. */
export function batched(action: () => void): { readonly call: () => void; readonly stop: () => void } {
  let frame: number | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = (): void => {
    if (frame !== undefined) cancelAnimationFrame(frame);
    clearTimeout(timer);
    frame = timer = undefined;
  };
  const run = (): void => {
    stop();
    action();
  };
  return {
    call() {
      if (timer !== undefined) return;
      // A tab in the background draws no frames.
      timer = setTimeout(run, 50);
      if (typeof requestAnimationFrame === "function") frame = requestAnimationFrame(run);
    },
    stop,
  };
}

/** Runs `action` a moment after it was asked for: once, however often, and never twice at a time. */
export function debounced(action: () => Promise<void>): { readonly call: (ms: number) => void; readonly stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let dueAt = Infinity;
  let isRunning = false;
  let isWanted = false;
  const stop = (): void => {
    clearTimeout(timer);
    dueAt = Infinity;
    isWanted = false;
  };
  const call = (ms: number): void => {
    if (isRunning) {
      isWanted = true;
      return;
    }
    if (Date.now() + ms >= dueAt) return; // asked for already, and sooner
    clearTimeout(timer);
    dueAt = Date.now() + ms;
    timer = setTimeout(() => {
      dueAt = Infinity;
      isRunning = true;
      void action().finally(() => {
        isRunning = false;
        if (!isWanted) return;
        isWanted = false;
        call(ms);
      });
    }, ms);
  };
  return { call, stop };
}
