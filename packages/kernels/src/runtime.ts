import type { DataType, KernelBackend, TensorInfo } from "@hornbeam/kernels/tfjs";
import { type Arguments, type Command, commands, layout, scratchBytes } from "./abi.ts";

/** The one function that the AssemblyScript module exports. */
export interface KernelModule {
  exec(op: number, args: number, from: number, to: number, scratch: number): void;
}

/** A result of a kernel: what TensorFlow.js gets, and where the module writes it. */
export interface Output {
  readonly info: TensorInfo;
  readonly address: number;
}

const layouts = Object.fromEntries(
  Object.keys(commands).map((name, op) => [name, { op, words: layout(name as Command) }]),
) as Record<Command, { op: number; words: ReturnType<typeof layout> }>;

const argumentBytes = 256;

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
  #block = 0;
  #scratch = 0;
  #scratchBytes = 0;

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
  }

  /** The memory's bytes as they are now; the view is void as soon as memory grows. */
  get bytes(): Uint8Array {
    return new Uint8Array(this.#memory.buffer);
  }

  /** Runs `units` units of a command, with `extra` bytes of scratch behind the usual ones. */
  run<C extends Command>(command: C, units: number, args: Arguments<C>, extra = 0): void {
    if (units <= 0) return;
    const { op, words } = layouts[command];
    this.#block ||= this.reserve(argumentBytes);
    if (this.#scratchBytes < scratchBytes + extra) {
      if (this.#scratch) this.release(this.#scratch);
      this.#scratch = this.reserve(scratchBytes + extra);
      this.#scratchBytes = scratchBytes + extra;
    }
    if (this.#integers.buffer !== this.#memory.buffer) {
      // memory has grown: the old views have length 0
      this.#integers = new Int32Array(this.#memory.buffer);
      this.#floats = new Float32Array(this.#memory.buffer);
    }
    const at = this.#block >>> 2;
    const values = args as Readonly<Record<string, number>>;
    for (let i = 0; i < words.length; i++) {
      const { name, kind } = words[i]!;
      if (kind === "float") this.#floats[at + i] = values[name]!;
      else this.#integers[at + i] = values[name]!;
    }
    this.#module.exec(op, this.#block, 0, units, this.#scratch);
  }
}
