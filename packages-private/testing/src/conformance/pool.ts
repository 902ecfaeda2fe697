import type { ChildProcess } from "node:child_process";
import { availableParallelism } from "node:os";
import type { Outcome } from "./outcome.ts";
import type { Job } from "./run-cases.ts";
import { startProcess } from "./start-process.ts";

/** Longest time that one case may take, in milliseconds. */
const longest = 120_000;

/** Replays jobs in processes of their own: one that dies or hangs fails its case and no other. */
export async function replayAll(
  jobs: readonly Job[],
  {
    processes = Math.min(2, availableParallelism()),
    workerArguments = [] as readonly string[],
    onOutcome,
  }: PoolOptions,
): Promise<Outcome[]> {
  const outcomes: (readonly Outcome[])[] = [];
  let next = 0;
  const serve = async (): Promise<void> => {
    let worker: Worker | undefined;
    while (next < jobs.length) {
      const index = next++;
      worker ??= new Worker(workerArguments);
      outcomes[index] = await worker.replay(jobs[index]!);
      for (const outcome of outcomes[index]) onOutcome?.(outcome);
      if (worker.ended) worker = undefined;
    }
    worker?.end();
  };
  await Promise.all(Array.from({ length: Math.min(processes, jobs.length) }, serve));
  return outcomes.flat();
}

export interface PoolOptions {
  readonly processes?: number;
  readonly workerArguments?: readonly string[];
  readonly onOutcome?: (outcome: Outcome) => void;
}

class Worker {
  readonly #process: ChildProcess;
  readonly #ready: Promise<void>;
  #answer: ((outcomes: readonly Outcome[]) => void) | undefined;
  #job: Job | undefined;
  #words = "";
  ended = false;

  constructor(workerArguments: readonly string[]) {
    this.#process = startProcess("./worker.ts", workerArguments);
    // what a case prints is kept for the case that ends the process
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream?.on("data", (text: Buffer) => (this.#words = (this.#words + text.toString()).slice(-2_000)));
    }
    this.#ready = new Promise((resolve) => {
      this.#process.on("message", (message: { ready?: true; outcomes?: readonly Outcome[] }) => {
        if (message.ready) resolve();
        else if (message.outcomes) this.#settle(message.outcomes);
      });
      this.#process.on("exit", (code, signal) => {
        this.ended = true;
        resolve();
        this.#fail(`the process ended (${signal ?? code}): ${this.#words.trim().split("\n").slice(-12).join(" | ")}`);
      });
    });
  }

  async replay(job: Job): Promise<readonly Outcome[]> {
    await this.#ready;
    return await new Promise((resolve) => {
      this.#job = job;
      const timer = setTimeout(() => {
        this.#fail(`took longer than ${longest / 1000} s`);
        this.end();
      }, longest);
      this.#answer = (outcomes) => {
        clearTimeout(timer);
        resolve(outcomes);
      };
      if (this.ended) this.#fail(`the process could not start: ${this.#words.trim()}`);
      else this.#process.send(job);
    });
  }
  end(): void {
    this.ended = true;
    this.#process.kill("SIGKILL");
  }

  #settle(outcomes: readonly Outcome[]): void {
    this.#answer?.(outcomes);
    this.#answer = undefined;
  }
  #fail(message: string): void {
    const { kind = "", testCase } = this.#job ?? {};
    this.#settle([{ kind, id: String(testCase?.["id"]), status: "failed", message }]);
  }
}
