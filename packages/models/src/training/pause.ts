/** Longest time, in milliseconds, that work holds up everything else. */
const patience = 20;

interface Host {
  readonly setImmediate?: (callback: () => void) => unknown;
  readonly scheduler?: { yield?(): Promise<void> };
}

/** Lets a page or a server do other work between batches, if the last time is long enough ago. */
export class Pauses {
  #last = performance.now();

  async take(): Promise<void> {
    if (performance.now() - this.#last < patience) return;
    await breathe();
    this.#last = performance.now();
  }
}

function breathe(): Promise<void> {
  const { scheduler, setImmediate } = globalThis as Host;
  if (scheduler?.yield) return scheduler.yield();
  return new Promise((resolve) => {
    if (setImmediate) setImmediate(() => resolve());
    else setTimeout(resolve);
  });
}
