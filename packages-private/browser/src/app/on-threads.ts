import { getThreads, setThreads } from "@hornbeam/core";
import { info } from "@hornbeam/kernels";
import { type Outcome, program } from "./program.ts";

/** What {@link program} gives on several threads. */
export interface ThreadedOutcome extends Outcome {
  readonly isolated: boolean;
  /** How many threads there were to be before anything was said about it, and at the end. */
  readonly before: number;
  readonly threads: number;
  /** How many were started, beside the calling one. */
  readonly started: number;
  readonly cores: number;
  /** Why there is one. */
  readonly why: string | undefined;
}

/** Runs {@link program} on so many threads; on as many as start by themselves if nothing is given. */
export async function onThreads(wanted?: number): Promise<ThreadedOutcome> {
  let started = 0;
  globalThis.Worker = class extends Worker {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      started++;
    }
  };
  const before = getThreads();
  if (wanted) await setThreads(wanted);
  const outcome = await program();
  const cores = navigator.hardwareConcurrency;
  const { threads, oneThreadBecause: why } = info();
  return { ...outcome, isolated: crossOriginIsolated, before, threads, started, cores, why };
}
