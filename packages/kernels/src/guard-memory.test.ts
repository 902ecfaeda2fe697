import * as tf from "@hornbeam/kernels/tfjs";
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { WasmBackend } from "./direct-runtime.ts";
import { KernelError } from "./errors.ts";
import { guardMemory } from "./guard-memory.ts";
import { compileRecordings, recordStep } from "./recording/record.ts";
import { start } from "./start.ts";

const backend = () => tf.backend() as unknown as WasmBackend & { numDataIds(): number };

/** A memory whose allocator gives one address after another, the last one again and again. */
function guarded(memory: number, ...addresses: number[]): WasmBackend["wasm"] & { readonly freed: number[] } {
  const freed: number[] = [];
  let calls = -1; // the first is that of the guard itself
  const wasm = {
    HEAPU8: { length: memory },
    _malloc: () => addresses[Math.min(Math.max(calls++, 0), addresses.length - 1)],
    _free: (address: number) => calls > 0 && freed.push(address),
    freed,
  };
  guardMemory({ wasm } as unknown as WasmBackend);
  return wasm as never;
}
const full = () => guarded(64 << 20, 0);

describe("memory without room", () => {
  beforeAll(() => start());

  it("is an error that says what was wanted, and the way out", () => {
    const { numTensors } = tf.memory();
    expect(() => full()._malloc(5 << 20, [1280, 1024])).toThrow(
      new KernelError(
        "Cannot make a tensor of shape [1280, 1024]: the WASM memory must have 5 MiB left in one piece, received 64 MiB with " +
          `${numTensors} tensors in it\nDispose of tensors that are not needed, or work on smaller batches.`,
      ),
    );
    expect(() => full()._malloc(1)).toThrow(
      /^Cannot take memory: the WASM memory must have 1 MiB left in one piece, received 64 MiB with /,
    );
    expect(full()._malloc(0)).toBe(0);
  });

  it("gives addresses above 2 GiB as positive numbers", () => {
    expect(guarded(2 ** 32, -16)._malloc(8)).toBe(2 ** 32 - 16);
  });

  it("is not taken for room, where stock code counts beyond 4 GiB and begins anew", () => {
    const [gib, memory] = [2 ** 30, 3.9 * 2 ** 30];
    const other = guarded(memory, 3.5 * gib, 3.25 * gib, gib);
    expect(other._malloc(gib)).toBe(gib);
    expect(other.freed).toEqual([3.5 * gib, 3.25 * gib]);
    const none = guarded(memory, 3.5 * gib, 0);
    expect(() => none._malloc(gib)).toThrow("the WASM memory must have 1024 MiB left in one piece, received 3994 MiB");
    expect(none.freed).toEqual([3.5 * gib]);
  });

  it("is that of a program up to 4 GiB, that of a tensor up to 2 GiB", () => {
    const { _malloc: take } = guarded(2 ** 32, 64);
    expect(take(2 ** 31, "program")).toBe(64);
    expect(() => take(2 ** 31, [2 ** 29])).toThrow("must have less than 2048 MiB, received 2048 MiB");
    expect(() => take(2 ** 31)).toThrow(
      "Cannot take memory: one piece must have less than 2048 MiB, received 2048 MiB",
    );
    expect(() => take(2 ** 32, "program")).toThrow(
      "Cannot take memory for a program: one piece must have less than 4096 MiB, received 4096 MiB",
    );
  });

  it.each([
    ["fill", () => tf.fill([32768, 32768], 1)],
    ["add with broadcasting", () => tf.add(tf.ones([65536, 1]), tf.ones([1, 32768]))],
    ["matMul", () => tf.matMul(tf.ones([32768, 1]), tf.ones([1, 32769]))],
    ["tile", () => tf.tile(tf.ones([1024]), [1 << 20])],
    [
      "pad",
      () =>
        tf.pad(tf.ones([2, 2]), [
          [0, 32766],
          [0, 32766],
        ]),
    ],
    ["oneHot", () => tf.oneHot(tf.zeros([65536], "int32"), 65536)],
  ])("refuses what %s would make of 4 GiB or more, which 32 bits take for next to nothing", (_, make) => {
    const before = [tf.memory().numTensors, backend().numDataIds(), backend().wasm.HEAPU8.length];
    expect(() => tf.tidy(make)).toThrow(
      /^Cannot make a tensor of shape \[.*\]: one piece must have less than 2048 MiB, received (4096|4097|8192|16384) MiB\nWork on parts/,
    );
    expect([tf.memory().numTensors, backend().numDataIds(), backend().wasm.HEAPU8.length]).toEqual(before);
  });

  it("is a reason not to replay a step, which has been done", () => {
    const x = tf.ones([1000]);
    const record = () =>
      tf.tidy(
        () => recordStep([x], () => ({ value: undefined, results: [tf.square(tf.add(x, 1))] })).recording as never,
      );
    const [first, second] = [record(), record()] as ReturnType<typeof recordStep>["recording"][];
    const before = [tf.memory().numTensors, backend().numDataIds()];
    const spy = vi
      .spyOn(backend().wasm, "_malloc")
      .mockImplementationOnce((bytes, purpose) => full()._malloc(bytes, purpose));
    expect(compileRecordings(first!, second!)).toBe(
      `its program needs more room: Cannot take memory for a program: the WASM memory must have 1 MiB left in one piece, received 64 MiB with ${before[0]} tensors in it`,
    );
    spy.mockRestore();
    expect([tf.memory().numTensors, backend().numDataIds()]).toEqual(before);
    const program = compileRecordings(first!, second!);
    if (typeof program === "string") throw new Error(program);
    expect(program.replay([new Float32Array(1000).fill(2)])).toBe(true);
    expect([...program.results()[0]!.values.subarray(0, 2)]).toEqual([9, 9]);
    program.dispose();
    x.dispose();
  });
});
