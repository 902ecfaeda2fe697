import { type Arguments, type Command, control } from "../abi.ts";
import { KernelError } from "../errors.ts";
import type { KernelModule } from "../runtime.ts";
import { chunkOf, limits, magnitude } from "./chunks.ts";
import { type Helper, startHelper } from "./helper.ts";
import { Pace } from "./pace.ts";
import { maySleep } from "./sensible-threads.ts";

/** What the module for several threads exports, see assembly/threads.ts. */
export interface SharedModule extends KernelModule {
  part(block: number, from: number, to: number, scratch: number): void;
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
  readonly #wide: boolean;
  readonly #module: SharedModule;
  readonly #memory: WebAssembly.Memory;
  readonly #address: number;
  readonly #maySleep = maySleep() ? 1 : 0;
  readonly #paces = new Map<number, Pace>();
  /** The words of `control`. Shared memory that has grown is still what older views show. */
  readonly words: Int32Array;
  readonly #present: Uint8Array;
  #threads = 1;
  #helpers: Helper[] = [];
  #ending: Promise<void>[] = [];
  #changing: Promise<void> | undefined;
  #state: "asleep" | "changing" | "starting" | "there" = "asleep";
  #missed = 0;

  /** `address`: room for `control`, on a cache line of its own; `wide`: whether the module's tiles are. */
  constructor(
    compiled: WebAssembly.Module,
    module: SharedModule,
    memory: WebAssembly.Memory,
    address: number,
    wide: boolean,
  ) {
    this.#wide = wide;
    this.#compiled = compiled;
    this.#module = module;
    this.#memory = memory;
    this.#address = address;
    this.words = new Int32Array(memory.buffer, address, control.bytes / 4);
    this.#present = new Uint8Array(memory.buffer, address + control.present, control.bytes - control.present);
    this.words.fill(0);
    this.words[control.ticket / 4] = 1 << 16; // nothing to take
    this.words[control.limit / 4] = 1;
    this.words[control.patience / 4] = 30_000;
  }

  /** How many threads are to work, the caller among them. */
  get threads(): number {
    return this.#threads;
  }

  /** Whether all of them are there. */
  get complete(): boolean {
    // the memory is looked at, not the event loop's messages: for these a program may leave no time
    if (this.#state === "starting" && this.#areThere()) this.#state = "there";
    return this.#state === "there";
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
  /** Forgets what was found of a piece of work that is no more: another may get its number. */
  forget(work: number): void {
    this.#paces.delete(work);
  }

  /** Changes how many threads work, and starts them. Until the promise settles, one does. */
  resize(threads: number): Promise<void> {
    // helpers do not keep Node alive, but whoever waits for them must not be left alone
    const alive = setInterval(() => {}, 1000);
    return this.#change(threads).finally(() => clearInterval(alive));
  }

  /** Lets so many threads work from when it is worth their start: no helpers may be there yet. */
  allow(threads: number): void {
    this.#threads = threads;
  }

  /**
   * Says that one thread has worked so many milliseconds on what several could have done. When that is about what their start
   * takes, they are started. Where that is not possible, one thread goes on: nobody has asked for more.
   */
  missed(time: number): void {
    if (this.#state !== "asleep") return;
    this.#missed += time;
    if (this.#missed < limits.start) return;
    this.#state = "starting";
    this.#missed = 0;
    this.#change(this.#threads).catch(() => {});
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
    this.#threads = 1;
    throw new KernelError(
      "Cannot run a kernel: every thread must finish its part, received a failure in one of them\nWhat comes now runs on one thread.",
      { cause },
    );
  }

  #change(threads: number): Promise<void> {
    // at once if nothing is in the way: a program may give promises no time for long
    const change = this.#changing ? this.#changing.then(() => this.#resize(threads)) : this.#resize(threads);
    const settled = change
      .catch(() => {})
      .then(() => {
        if (this.#changing === settled) this.#changing = undefined;
      });
    this.#changing = settled;
    return change;
  }

  async #resize(threads: number): Promise<void> {
    this.#threads = threads;
    this.#dismiss(threads);
    // those who leave may still take a chunk, for which there would be no scratch, and the next of the same number must not meet them
    this.#state = "changing";
    if (this.#ending.length > 0) await Promise.all(this.#ending.splice(0));
    if (this.#helpers.length === 0) {
      Atomics.store(this.words, control.failed / 4, 0);
      Atomics.store(this.words, control.sleepers / 4, 0); // one that was ended has not counted itself out
      this.#present.fill(0);
    }
    Atomics.store(this.words, control.limit / 4, threads);
    this.#state = "starting";
    const first = this.#helpers.length + 1;
    const started = await Promise.allSettled(
      Array.from({ length: Math.max(0, threads - first) }, (_, i) =>
        startHelper({
          module: this.#compiled,
          wide: this.#wide,
          memory: this.#memory,
          address: this.#address,
          number: first + i,
        }),
      ),
    );
    for (const result of started) {
      if (result.status === "rejected") continue;
      const helper = result.value;
      this.#helpers.push(helper);
      helper.ended.then(() => {
        // one that has ended by itself takes the others with it, whose numbers must have no gap
        if (this.#helpers.includes(helper)) this.#dismiss(1);
      });
    }
    const failure = started.find((result) => result.status === "rejected");
    if (failure) this.#threads = 1;
    if (this.#threads !== threads) this.#dismiss(1); // or one has failed at work meanwhile
    if (failure) throw failure.reason;
  }

  /** Lets all helpers from number `threads` on go, and gives them. */
  #dismiss(threads: number): Helper[] {
    Atomics.store(this.words, control.limit / 4, threads);
    Atomics.add(this.words, control.news / 4, 1);
    Atomics.notify(this.words, control.news / 4);
    const leaving = this.#helpers.splice(threads - 1);
    this.#ending.push(...leaving.map(({ ended }) => ended));
    if (this.#helpers.length + 1 < this.#threads) this.#state = "asleep";
    return leaving;
  }

  #areThere(): boolean {
    for (let number = 1; number < this.#threads; number++) if (Atomics.load(this.#present, number) === 0) return false;
    return true;
  }
}
