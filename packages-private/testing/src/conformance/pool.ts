import { availableParallelism } from "node:os";
import type { Outcome } from "./outcome.ts";
import type { Job } from "./run-cases.ts";
import { WorkerProcess } from "./worker-process.ts";

export interface PoolOptions {
  readonly processes?: number;
  readonly workerArguments?: readonly string[];
  /** Told of each outcome as it comes. */
  readonly onOutcome?: (outcome: Outcome) => void;
  /** The module that a process runs, and the longest time in milliseconds that a case may take in it. */
  readonly module?: string;
  readonly longest?: number;
}

/** Replays jobs in processes of their own: one that dies or hangs fails its case and no other. */
export async function replayAll(jobs: readonly Job[], options: PoolOptions = {}): Promise<Outcome[]> {
  const { module = "./worker.ts", workerArguments = [], longest = 120_000, onOutcome } = options;
  const { processes = Math.min(2, availableParallelism()) } = options;
  const outcomes: (readonly Outcome[])[] = [];
  let next = 0;
  const serve = async (): Promise<void> => {
    let worker: WorkerProcess | undefined;
    while (next < jobs.length) {
      const index = next++;
      worker ??= new WorkerProcess(module, workerArguments);
      outcomes[index] = await worker.replay(jobs[index]!, longest);
      for (const outcome of outcomes[index]) onOutcome?.(outcome);
      if (worker.ended) worker = undefined;
    }
    worker?.end();
  };
  await Promise.all(Array.from({ length: Math.min(processes, jobs.length) }, serve));
  return outcomes.flat();
}
