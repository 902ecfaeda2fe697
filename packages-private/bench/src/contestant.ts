import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Answer } from "./protocol.ts";

/** A process that trains when it is told to. */
export class Contestant {
  readonly name: string;
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  #complaint = "";

  constructor(name: string, command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    this.name = name;
    this.#child = spawn(command, args, { stdio: ["pipe", "pipe", "pipe"], env: { ...process.env, ...env } });
    this.#child.stderr?.on("data", (chunk: Buffer) => {
      this.#complaint = (this.#complaint + chunk.toString()).slice(-2000);
    });
    this.#child.stdin?.on("error", () => {}); // a process that died answers no more: `run` says so
    this.#lines = createInterface({ input: this.#child.stdout! })[Symbol.asyncIterator]();
  }

  /** Times of so many steps; an error with what the process said if it cannot run them. */
  async run(steps: number): Promise<Answer> {
    this.#child.stdin?.write(`${JSON.stringify({ steps })}\n`);
    for (;;) {
      const { done, value } = await this.#lines.next();
      if (done) throw new Error(this.#reason());
      if (value.startsWith("{")) return JSON.parse(value) as Answer;
    }
  }

  end(): void {
    this.#child.stdin?.end();
    this.#child.kill();
  }

  #reason(): string {
    const lines = this.#complaint.split("\n").filter((line) => /error/i.test(line));
    return (lines.at(-1) ?? this.#complaint.trim().split("\n").at(-1) ?? "it ended without a word").trim();
  }
}
