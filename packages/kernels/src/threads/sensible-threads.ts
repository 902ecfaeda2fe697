/** More threads than this seldom make a step faster: they wait for memory, or for one another. */
const most = 8;

interface Machine {
  readonly process?: { getBuiltinModule?(name: string): unknown };
  readonly navigator?: { readonly hardwareConcurrency?: number };
}

/**
 * How many threads work where nobody has said it: as many as the process may use cores (its affinity and, in containers, its share
 * of the processors count), eight at most. One on the main thread of a page, which may not sleep while others work.
 */
export function sensibleThreads(machine: Machine = globalThis as Machine): number {
  if (!maySleep()) return 1;
  const os = machine.process?.getBuiltinModule?.("node:os") as { availableParallelism(): number } | undefined;
  const cores = os?.availableParallelism() ?? machine.navigator?.hardwareConcurrency ?? 1;
  return Math.max(1, Math.min(most, cores));
}

/** Whether this thread may wait for another: the main thread of a page may not. */
export function maySleep(): boolean {
  try {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 0);
    return true;
  } catch {
    return false;
  }
}
