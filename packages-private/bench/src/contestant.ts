import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Answer, Request } from "./protocol.ts";

/** A process that does what it is asked to, and says how long it took. */
export class Contestant {
  readonly name: string;
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  #complaint = "";
  /** Why it cannot go on, once it cannot. */
  failure: string | undefined;

  constructor(name: string, command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    this.name = name;
    this.#child = spawn(command, args, { stdio: ["pipe", "pipe", "pipe"], env: { ...process.env, ...env } });
    this.#child.stderr?.on("data", (chunk: Buffer) => {
      this.#complaint = (this.#complaint + chunk.toString()).slice(-4000);
    });
    this.#child.stdin?.on("error", () => {}); // a process that died answers no more: `ask` says so
    this.#lines = createInterface({ input: this.#child.stdout! })[Symbol.asyncIterator]();
  }

  /** The values of an answer; none, and {@link failure} set, if it cannot give them. */
  async ask(request: Request): Promise<readonly number[]> {
    if (this.failure !== undefined) return [];
    this.#child.stdin?.write(`${JSON.stringify(request)}\n`);
    for (;;) {
      const { done, value } = await this.#lines.next();
      if (done) {
        this.failure = this.#reason();
        return [];
      }
      if (!value.startsWith("{")) continue;
      const { values } = JSON.parse(value) as Answer;
      // NaN and Infinity are null in JSON
      if (values.every((each) => Number.isFinite(each))) return values;
      this.failure = `it answered ${values.join(", ")}`;
      return [];
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
