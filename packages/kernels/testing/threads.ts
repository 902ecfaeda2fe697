// Runs every command of a suite three times and compares all of the memory: at once on one thread, in the smallest pieces on
// three, and in pieces from the last to the first, since threads finish theirs in any order.
import { readFile } from "node:fs/promises";
import * as tf from "@hornbeam/kernels/tfjs";
import { afterAll, expect } from "vitest";
import { type Arguments, block, type Command, layout, scratchBytes } from "../src/abi.ts";
import { copyInto } from "../src/copy-into.ts";
import { DirectRuntime, memoryOf } from "../src/direct-runtime.ts";
import { compileModule, instantiate, type Variant } from "../src/load-module.ts";
import { outputs } from "../src/recording/peepholes/outputs.ts";
import { shareMemory } from "../src/threads/share-memory.ts";
import type { SharedModule } from "../src/threads/thread-pool.ts";
import type { VectorWidth } from "../src/vector-width.ts";

/** So many calls of a command are all checked, of more two in sixteen. */
const often = 50;

/** So many pieces are enough for the run from the last to the first. */
const pieces = 48;

type Range = readonly [from: number, to: number];

/** A runtime on shared memory whose `run` checks that a command's units are independent. */
export class CheckingRuntime extends DirectRuntime {
  readonly #kept = new Map<number, number>();
  #lasting = true;
  #address = 0;
  readonly #runs = new Map<Command, number>();
  readonly #module: SharedModule;
  #end = 0;
  #scratch = 0;
  #scratchBytes = 0;

  constructor(backend: tf.KernelBackend, module: SharedModule, memory: WebAssembly.Memory) {
    super(backend, module, memory);
    this.#module = module;
  }

  override run<C extends Command>(command: C, units: number, args: Arguments<C>, extra = 0): void {
    if (units <= 0) return;
    const runs = this.#runs.get(command) ?? 0;
    this.#runs.set(command, runs + 1);
    this.#address ||= this.reserve(block.bytes);
    this.writeBlock(this.#address, command, units, args, extra);
    // a sequence calls the same command again and again
    if (runs > often && runs % 16 > 1) {
      this.runProgram(this.#address, 1, extra, false);
      return;
    }
    this.runProgram(this.#address, 0, extra, true); // reserves scratch
    this.#reserveScratch(scratchBytes + extra);
    const skipped = [...this.#kept].map(([from, bytes]): Range => [from, from + bytes]);
    const before = this.#copy(skipped);
    this.#runIn(0, extra);
    const expected = this.#copy(skipped);
    const compare = (how: string, again: () => void) => {
      for (const { at, bytes } of before) this.bytes.set(bytes, at);
      again();
      for (const { at, bytes } of expected) {
        if (Buffer.from(this.bytes.buffer, at, bytes.length).equals(bytes)) continue;
        const wrong = at + this.bytes.subarray(at).findIndex((byte, i) => byte !== bytes[i]);
        expect.fail(`${command}: ${how}, ${units} units differ at ${wrong}: ${JSON.stringify(args)}`);
      }
    };
    // by turns: pieces of one unit, and of what is no whole number of vectors or tiles
    const chunk = runs % 2 === 0 ? 1 : 7;
    this.#checkReadOnly(command, args, before);
    compare(`in chunks of ${chunk}`, () => this.#runIn(chunk, extra));
    const piece = Math.max(8 - chunk, Math.ceil(units / pieces));
    compare(`backwards by ${piece}`, () => this.#runBackwards(units, piece));
  }

  /** Where a command has not said that it writes, the first bytes stay what they were. */
  #checkReadOnly<C extends Command>(
    command: C,
    args: Arguments<C>,
    before: readonly { at: number; bytes: Buffer }[],
  ): void {
    const written = outputs[command];
    if (!written) return;
    const values = args as Readonly<Record<string, number>>;
    const made = new Set(written.map((name) => values[name]));
    for (const { name, kind } of layout(command)) {
      const address = values[name]!;
      const part = before.find(({ at, bytes }) => at <= address && address + 4 <= at + bytes.length);
      if (kind !== "address" || made.has(address) || !part) continue;
      const was = part.bytes.subarray(address - part.at, address - part.at + 4);
      if (!was.equals(this.bytes.subarray(address, address + 4)))
        expect.fail(`${command} writes to ${name}, which recording/peepholes/outputs.ts does not say`);
    }
  }

  /** One by one, so that each is checked. */
  override together(body: () => void): void {
    body();
  }

  override input(tensor: tf.TensorInfo): number {
    return this.#reach(super.input(tensor), 4 * tf.util.sizeFromShape(tensor.shape));
  }

  override update(tensor: tf.TensorInfo): number {
    return this.#reach(super.update(tensor), 4 * tf.util.sizeFromShape(tensor.shape));
  }

  override workspace(bytes: number): number {
    this.#lasting = false;
    try {
      return super.workspace(bytes);
    } finally {
      this.#lasting = true;
    }
  }

  protected override reserve(bytes: number): number {
    const address = this.#reach(super.reserve(bytes), bytes);
    if (this.#lasting) this.#kept.set(address, bytes);
    return address;
  }

  protected override release(address: number): void {
    this.#kept.delete(address);
    super.release(address);
  }

  /** Notes how far memory is used. */
  #reach(address: number, bytes: number): number {
    this.#end = Math.max(this.#end, address + bytes);
    return address;
  }

  #runIn(chunk: number, extra: number): void {
    new Int32Array(this.bytes.buffer)[(this.#address + block.chunk) / 4] = chunk;
    this.runProgram(this.#address, 1, extra, chunk > 0);
  }

  /** Each piece finds something else in its scratch than what the one before has left there. */
  #runBackwards(units: number, piece: number): void {
    for (let from = Math.floor((units - 1) / piece) * piece; from >= 0; from -= piece) {
      this.bytes.fill(0xff, this.#scratch, this.#scratch + this.#scratchBytes);
      this.#module.part(this.#address, from, Math.min(units, from + piece), this.#scratch);
    }
  }

  #reserveScratch(bytes: number): void {
    if (this.#scratchBytes >= bytes) return;
    if (this.#scratch) this.release(this.#scratch);
    this.#scratch = this.reserve(bytes);
    this.#scratchBytes = bytes;
  }

  #copy(skipped: readonly Range[]): { at: number; bytes: Buffer }[] {
    const { buffer } = this.bytes;
    const copies: { at: number; bytes: Buffer }[] = [];
    let at = 0;
    for (const [from, to] of [...skipped].sort(([a], [b]) => a - b).concat([[this.#end, 0]])) {
      copies.push({ at, bytes: Buffer.from(Buffer.from(buffer, at, from - at)) });
      at = to;
    }
    return copies;
  }
}

/** Puts a backend on shared memory in place of the running one until the suite ends; its runtime has three threads. */
export async function checkingRuntime(variant: Variant, vectorWidth: VectorWidth): Promise<CheckingRuntime> {
  const file = new URL("../vendor/tfjs-backend-wasm-simd.wasm", import.meta.url);
  const backend = await tf._createBackend(
    await WebAssembly.compile(shareMemory(new Uint8Array(await readFile(file)))),
    copyInto,
  );
  const { registry } = tf.engine() as unknown as { registry: Record<string, tf.KernelBackend> }; // private in its types
  const before = registry["wasm"]!;
  const use = async (other: tf.KernelBackend) => {
    registry["wasm"] = other;
    await tf.setBackend("wasm");
    for (const { setupFunc } of tf._backendKernels) setupFunc?.(other); // stock kernels keep functions of their backend
  };
  await use(backend);
  const memory = memoryOf(backend)!;
  const compiled = await compileModule(variant, true, vectorWidth === 256);
  const module = await instantiate(compiled, memory);
  const runtime = new CheckingRuntime(backend, module, memory);
  runtime.vectorWidth = vectorWidth;
  await runtime.share(compiled, module, memory);
  await runtime.pool!.resize(3);
  afterAll(async () => {
    await runtime.pool!.resize(1);
    await use(before);
  });
  return runtime;
}
