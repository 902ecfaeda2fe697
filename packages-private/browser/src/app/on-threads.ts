import { getThreads, setThreads } from "@hornbeam/core";
import { type Outcome, program } from "./program.ts";

/** What {@link program} gives on two threads. */
export interface ThreadedOutcome extends Outcome {
  readonly isolated: boolean;
  readonly threads: number;
}

export async function onThreads(): Promise<ThreadedOutcome> {
  await setThreads(2);
  const outcome = await program();
  return { ...outcome, isolated: crossOriginIsolated, threads: getThreads() };
}
