import { type Arguments, type Command, control } from "../abi.ts";
import { KernelError } from "../errors.ts";
import { chunkOf, limits, magnitude } from "./chunks.ts";
import { type Helper, startHelper } from "./helper.ts";
import { Pace } from "./pace.ts";

/** What the module for several threads exports, see assembly/threads.ts. */
export interface SharedModule {
  run(program: number, from: number, to: number, scratch: number): void;
  lead(
    address: number,
    program: number,
    from: number,
    to: number,
    scratch: number,
    stride: number,
    maySleep: number,
  ): number;
  settle(address: number, failed: number): void;
}

/** Helpers on one memory, and the caller's side of the programs that they do together. */
export class ThreadPool {
  readonly #compiled: WebAssembly.Module;
  readonly #module: SharedModule;
  readonly #memory: WebAssembly.Memory;
  readonly #address: number;
  readonly #maySleep = maySleep() ? 1 : 0;
  readonly #paces = new Map<number, Pace>();
  #helpers: Helper[] = [];
  #changing: Promise<void> = Promise.resolve();

  /** `address`: room for `control`, on a cache line of its own. */
  constructor(compiled: WebAssembly.Module, module: SharedModule, memory: WebAssembly.Memory, address: number) {
    this.#compiled = compiled;
    this.#module = module;
    this.#memory = memory;
    this.#address = address;
    const { words } = this;
    words.fill(0, 0, control.bytes / 4);
    words[control.ticket / 4] = 1 << 16; // nothing to take
    words[control.limit / 4] = 1;
    words[control.patience / 4] = 30_000;
  }

  /** How many threads work, the caller among them. */
  get threads(): number {
    return this.#helpers.length + 1;
  }

  /** The words of `control`. */
  get words(): Int32Array {
    return new Int32Array(this.#memory.buffer, this.#address);
  }

  /** How many units of a command a thread takes at a time; 0 when the command is too small to be shared. */
  chunkOf<C extends Command>(command: C, units: number, args: Arguments<C>): number {
    return chunkOf(command, units, args);
  }

  /** A number for a call of a command: those with about as much work are the same piece of work. */
  workOf<C extends Command>(op: number, command: C, units: number, args: Arguments<C>): number {
    return -1 - 64 * op - magnitude(command, units, args);
  }

  /** Which way has been the faster for a piece of work; nothing if all is to be shared. */
  paceOf(work: number): Pace | undefined {
    if (!limits.trials) return undefined;
    let pace = this.#paces.get(work);
    if (!pace) this.#paces.set(work, (pace = new Pace()));
    return pace;
  }

  /** Changes how many threads work. Until the promise settles, there are fewer. */
  resize(threads: number): Promise<void> {
    // helpers do not keep Node alive, but whoever waits for them must not be left alone
    const alive = setInterval(() => {}, 1000);
    const change = this.#changing.then(() => this.#resize(threads)).finally(() => clearInterval(alive));
    this.#changing = change.catch(() => {});
    return change;
  }

  /**
   * Runs blocks from..to of a program on all threads; thread t has the scratch at `scratch + t * stride`.
   *
   * @throws {KernelError} when a thread traps or has ended; then all helpers are gone.
   */
  run(program: number, from: number, to: number, scratch: number, stride: number): void {
    let failed = 1;
    let cause: unknown;
    try {
      failed = this.#module.lead(this.#address, program, from, to, scratch, stride, this.#maySleep);
    } catch (trap) {
      cause = trap;
      this.#module.settle(this.#address, 1);
    }
    if (failed === 0) return;
    for (const helper of this.#dismiss(1)) helper.end();
    throw new KernelError(
      "Cannot run a kernel: every thread must finish its part, received a failure in one of them\nWhat comes now runs on one thread.",
      { cause },
    );
  }

  async #resize(threads: number): Promise<void> {
    const leaving = this.#dismiss(threads);
    await Promise.all(leaving.map(({ ended }) => ended)); // the next of the same number must not meet them
    const { words } = this;
    if (this.#helpers.length === 0) Atomics.store(words, control.failed / 4, 0);
    Atomics.store(words, control.limit / 4, threads);
    const first = this.#helpers.length + 1;
    const started = await Promise.allSettled(
      Array.from({ length: Math.max(0, threads - first) }, (_, i) =>
        startHelper({ module: this.#compiled, memory: this.#memory, address: this.#address, number: first + i }),
      ),
    );
    for (const result of started) if (result.status === "fulfilled") this.#helpers.push(result.value);
    const failure = started.find((result) => result.status === "rejected");
    if (!failure) return;
    this.#dismiss(1);
    throw failure.reason;
  }

  /** Lets all helpers from number `threads` on go, and gives them. */
  #dismiss(threads: number): Helper[] {
    const { words } = this;
    Atomics.store(words, control.limit / 4, threads);
    Atomics.add(words, control.news / 4, 1);
    Atomics.notify(words, control.news / 4);
    return this.#helpers.splice(threads - 1);
  }
}

/** Whether this thread may wait for another: the main thread of a page may not. */
function maySleep(): boolean {
  try {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 0);
    return true;
  } catch {
    return false;
  }
}
