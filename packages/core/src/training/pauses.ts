/** Longest time, in milliseconds, that work holds up everything else. */
const patience = 20;

interface Host {
  readonly setImmediate?: (callback: () => void) => unknown;
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

/** Waits for its turn behind what is already waiting: messages, timers, input. (`scheduler.yield` goes before them.) */
function breathe(): Promise<void> {
  const { setImmediate } = globalThis as Host;
  return new Promise((resolve) => {
    if (setImmediate) {
      setImmediate(() => resolve());
      return;
    }
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
