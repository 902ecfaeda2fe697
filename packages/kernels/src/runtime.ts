import type { DataType, KernelBackend, TensorInfo } from "@hornbeam/kernels/tfjs";
import { type Arguments, block, type Command, commands, layout, scratchBytes } from "./abi.ts";
import { isRehearsal, recorder, withRecorder } from "./recording/active.ts";
import type { Failure } from "./recording/instruction.ts";
import type { ThreadPool } from "./threads/thread-pool.ts";
import type { VectorWidth } from "./vector-width.ts";

/** What the AssemblyScript module exports. */
export interface KernelModule {
  /** Runs blocks from..to of the program at an address, see {@link block}. */
  run(program: number, from: number, to: number, scratch: number): void;
  /** Lets tiles be 16 columns wide, see assembly/width.ts. */
  widen(wide: number): void;
}

/** A result of a kernel: what TensorFlow.js gets, and where the module writes it. */
export interface Output {
  readonly info: TensorInfo;
  readonly address: number;
}

/** A command that waits for others, to be run together with them. */
interface Call {
  readonly extra: number;
  /** Writes its block; gives the length of its chunks. */
  readonly write: (address: number) => number;
  /** What the threads know its work by. */
  readonly work: () => number;
}

const layouts = Object.fromEntries(
  Object.keys(commands).map((name, op) => [name, { op, words: layout(name as Command) }]),
) as Record<Command, { op: number; words: ReturnType<typeof layout> }>;

/**
 * How kernels reach memory: addresses of tensors, room for results, and calls into the module. Work happens inside
 * {@link Runtime.frame}; what `workspace` gave is freed at its end. {@link DirectRuntime} computes in TensorFlow.js' own
 * memory, {@link CopyingRuntime} in a memory of its own.
 */
export abstract class Runtime {
  abstract readonly zeroCopy: boolean;
  readonly backend: KernelBackend;
  readonly #module: KernelModule;
  readonly #memory: WebAssembly.Memory;
  #integers = new Int32Array(0);
  #floats = new Float32Array(0);
  #vectorWidth: VectorWidth = 128;
  #block = 0;
  #scratch = 0;
  #scratchBytes = 0;
  #pool: ThreadPool | undefined;
  #list: Call[] | undefined;
  #listAddress = 0;
  #listBytes = 0;

  constructor(backend: KernelBackend, module: KernelModule, memory: WebAssembly.Memory) {
    this.backend = backend;
    this.#module = module;
    this.#memory = memory;
  }

  /** Runs `body`, in which the other methods may be called, and frees its workspaces. */
  abstract frame<T>(body: () => T): T;
  /** Address of a tensor's values, to be read. */
  abstract input(tensor: TensorInfo): number;
  /** Address of a tensor's values, to be read and changed. */
  abstract update(tensor: TensorInfo): number;
  /** A new tensor, its values not set. */
  abstract output(shape: readonly number[], dtype?: DataType): Output;
  /** Room for values that live until the frame ends. */
  abstract workspace(bytes: number): number;
  /** Memory for arguments and scratch, which stays until `release` or {@link Runtime.forget}. */
  protected abstract reserve(bytes: number): number;
  protected abstract release(address: number): void;

  /** Says that everything reserved is gone. */
  protected forget(): void {
    this.#block = 0;
    this.#scratch = 0;
    this.#scratchBytes = 0;
    this.#listAddress = 0;
    this.#listBytes = 0;
  }

  /** Bits of the vectors that tiles are made for. Threads take it over when they start. */
  get vectorWidth(): VectorWidth {
    return this.#vectorWidth;
  }
  set vectorWidth(width: VectorWidth) {
    this.#module.widen(width === 256 ? 1 : 0);
    this.#vectorWidth = width;
  }

  /** The threads that do programs together, where the memory is shared. */
  get pool(): ThreadPool | undefined {
    return this.#pool;
  }

  protected set pool(pool: ThreadPool) {
    this.#pool = pool;
  }

  /** The memory's bytes as they are now; the view is void as soon as memory grows. */
  get bytes(): Uint8Array {
    recorder()?.refuse("it works on memory in JavaScript");
    return new Uint8Array(this.#memory.buffer);
  }

  /** Runs `units` units of a command, with `extra` bytes of scratch behind the usual ones. */
  run<C extends Command>(command: C, units: number, args: Arguments<C>, extra = 0): void {
    if (units <= 0) return;
    if (this.#list) {
      this.#list.push({
        extra,
        write: (address) => this.writeBlock(address, command, units, args, extra),
        work: () => this.#pool!.workOf(layouts[command].op, command, units, args),
      });
      return;
    }
    this.#block ||= this.reserve(block.bytes);
    const chunk = this.writeBlock(this.#block, command, units, args, extra);
    const heard = recorder();
    if (heard) {
      const words = this.#integers.slice(
        this.#block >>> 2,
        (this.#block + block.words) / 4 + layouts[command].words.length,
      );
      heard.command(command, words, block.words / 4, extra);
      if (isRehearsal()) return;
    }
    const work = chunk > 0 && this.#pool ? this.#pool.workOf(layouts[command].op, command, units, args) : false;
    this.runProgram(this.#block, 1, extra, work);
  }

  /** Gathers the commands of `body` and runs them in one call, as one program. Belongs in a frame, whose workspaces they may use. */
  together(body: () => void): void {
    if (this.#list || recorder()) {
      body(); // a recording makes a program of everything
      return;
    }
    const list: Call[] = [];
    this.#list = list;
    try {
      body();
    } finally {
      this.#list = undefined;
    }
    if (list.length > 0) this.#runList(list);
  }

  /** JavaScript that works on memory at addresses, now and with each replay of a recorded step. */
  onHost(addresses: readonly number[], work: (addresses: readonly number[]) => void): void {
    recorder()?.memory(addresses, work);
    if (isRehearsal()) return;
    withRecorder(undefined, () => work(addresses));
  }

  /**
   * Looks at what a command has found, two words: where the first is not 0, `fail` gets the second, and throws. A recorded step looks
   * with each replay, and does nothing that comes behind.
   */
  check(found: number, fail: Failure): void {
    recorder()?.check(found, fail);
    if (isRehearsal()) return;
    const [place, value] = new Int32Array(this.#memory.buffer, found, 2);
    if (place !== 0) fail(value!);
  }

  /** Writes a {@link block} of a program at an address; gives the length of its chunks, 0 if it is not to be shared. */
  writeBlock<C extends Command>(address: number, command: C, units: number, args: Arguments<C>, extra = 0): number {
    const { op, words } = layouts[command];
    this.#view();
    const at = address >>> 2;
    this.#integers[at + block.op / 4] = op;
    this.#integers[at + block.units / 4] = units;
    const chunk = this.#pool?.chunkOf(command, units, args) ?? 0;
    this.#integers[at + block.chunk / 4] = chunk;
    this.#integers[at + block.extra / 4] = extra;
    const first = at + block.words / 4;
    const values = args as Readonly<Record<string, number>>;
    for (let i = 0; i < words.length; i++) {
      const { name, kind } = words[i]!;
      const value = values[name]!;
      if (kind === "float") this.#floats[first + i] = value;
      else if (kind === "double") [this.#integers[first + i], this.#integers[first + ++i]] = bitsOf(value);
      else this.#integers[first + i] = value;
    }
    return chunk;
  }

  /**
   * Runs a program of `count` blocks, none of which needs more than `extra` bytes of scratch behind the usual ones: on all
   * threads or on this one, as `way` says, or as has been the faster for the work of that number, which is the program's address
   * if nothing else is given.
   */
  runProgram(address: number, count: number, extra = 0, way: boolean | number = address): void {
    const stride = (scratchBytes + extra + 63) & ~63;
    const pool = this.#pool;
    if (way === false || !pool || pool.threads === 1) {
      this.#module.run(address, 0, count, this.#scratchFor(1, stride));
      return;
    }
    const { complete } = pool;
    const pace = complete && typeof way === "number" ? pool.paceOf(way) : undefined;
    const several = complete && (pace?.choose() ?? true);
    const scratch = this.#scratchFor(several ? pool.threads : 1, stride);
    const begin = performance.now();
    if (several) pool.run(address, 0, count, scratch, stride);
    else this.#module.run(address, 0, count, scratch);
    const time = performance.now() - begin;
    if (complete) pace?.note(several, time);
    else pool.missed(time);
  }

  /** Forgets how a program at an address ran best, which is no more. */
  forgetProgram(address: number): void {
    this.#pool?.forget(address);
  }

  /** Gives scratch back; the next call takes what it needs. */
  freeScratch(): void {
    if (this.#scratch) this.release(this.#scratch);
    [this.#scratch, this.#scratchBytes] = [0, 0];
  }

  #runList(list: readonly Call[]): void {
    const bytes = list.length * block.bytes;
    if (this.#listBytes < bytes) {
      if (this.#listAddress) this.release(this.#listAddress);
      [this.#listAddress, this.#listBytes] = [0, 0];
      this.#listAddress = this.reserve(bytes);
      this.#listBytes = bytes;
    }
    const chunks = list.map(({ write }, i) => write(this.#listAddress + i * block.bytes));
    const extra = Math.max(...list.map((call) => call.extra));
    const shared = this.#pool !== undefined && chunks.some((chunk) => chunk > 0);
    // a list is known by its first command and its length
    this.runProgram(this.#listAddress, list.length, extra, shared && list[0]!.work() - 1e5 * list.length);
  }

  /** Scratch of so many threads. */
  #scratchFor(threads: number, stride: number): number {
    if (this.#scratchBytes < threads * stride) {
      this.freeScratch(); // there may be no memory left
      this.#scratch = this.reserve(threads * stride);
      this.#scratchBytes = threads * stride;
    }
    return this.#scratch;
  }

  /** Takes new views when memory has grown: the old ones have length 0. */
  #view(): void {
    if (this.#integers.buffer === this.#memory.buffer) return;
    this.#integers = new Int32Array(this.#memory.buffer);
    this.#floats = new Float32Array(this.#memory.buffer);
  }
}

/** The two words of a double, the lower one first. */
function bitsOf(value: number): [number, number] {
  return [...new Int32Array(Float64Array.of(value).buffer)] as [number, number];
}
