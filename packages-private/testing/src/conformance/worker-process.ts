import type { ChildProcess } from "node:child_process";
import type { Outcome } from "./outcome.ts";
import type { Job } from "./run-cases.ts";
import { startProcess } from "./start-process.ts";

interface Message {
  readonly ready?: true;
  readonly outcomes?: readonly Outcome[];
}

/** A process that replays one job after another, until it ends or one of them takes too long. */
export class WorkerProcess {
  readonly #process: ChildProcess;
  readonly #ready: Promise<void>;
  #answer: ((outcomes: readonly Outcome[]) => void) | undefined;
  #job: Job | undefined;
  #words = "";
  ended = false;

  constructor(module: string, workerArguments: readonly string[]) {
    this.#process = startProcess(module, workerArguments);
    // what a case prints is kept for the case that ends the process
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream?.on("data", (text: Buffer) => (this.#words = (this.#words + text.toString()).slice(-2_000)));
    }
    this.#ready = new Promise((resolve) => {
      this.#process.on("message", (message: Message) => {
        if (message.ready) resolve();
        else if (message.outcomes) this.#settle(message.outcomes);
      });
      this.#process.on("close", (code, signal) => {
        this.ended = true;
        resolve();
        this.#fail(`the process ended (${signal ?? code}): ${this.#words.trim().split("\n").slice(-12).join(" | ")}`);
      });
    });
  }

  async replay(job: Job, longest: number): Promise<readonly Outcome[]> {
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
