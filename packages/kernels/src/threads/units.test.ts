import * as tf from "@hornbeam/kernels/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { type CheckingRuntime, checkingRuntime } from "../../testing/threads.ts";
import { start } from "../start.ts";

describe("the check that units are independent, which all kernels are put to", () => {
  let runtime: CheckingRuntime;
  beforeAll(async () => {
    await start();
    runtime = await checkingRuntime("simd", 128);
  });

  it("passes a command that keeps the rule", () => {
    const x = tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3]);
    const y = runtime.output([3]);
    runtime.run("sumRows", 3, { rows: 2, columns: 3, x: runtime.input(x), y: y.address });
    expect([...(runtime.backend.readSync(y.info.dataId) as Float32Array)]).toEqual([5, 7, 9]);
    runtime.backend.disposeData(y.info.dataId);
    x.dispose();
  });

  it("fails one whose units read what others write", () => {
    // a float into its neighbour: [1, 2, 3, ...] becomes [1, 1, 2, ...] in vectors, and other numbers one by one
    const x = tf.range(0, 64);
    const at = runtime.input(x);
    expect(() => runtime.run("cast", 60, { from: 1, to: 0, x: at, y: at + 4 })).toThrow(
      /^cast: in chunks of [17], 60 units differ at \d+: \{"from":1,"to":0,"x":\d+,"y":\d+\}$/,
    );
    x.dispose();
  });

  it("fails one whose units read what others overwrite, which shows when those are done first", () => {
    // a float into its other neighbour: right from the first unit to the last, wrong in any other order
    const x = tf.tensor1d(Array.from({ length: 64 }, (_, i) => Math.max(0, i - 2))); // the first that is overwritten stays 0
    const at = runtime.input(x);
    expect(() => runtime.run("cast", 60, { from: 1, to: 0, x: at + 4, y: at })).toThrow(
      /^cast: (in chunks of [17]|backwards by 2), 60 units differ at \d+: \{"from":1,"to":0,"x":\d+,"y":\d+\}$/,
    );
    x.dispose();
  });
});
