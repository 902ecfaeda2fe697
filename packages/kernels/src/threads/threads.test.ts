import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import * as tf from "@hornbeam/kernels/tfjs";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { sequence } from "../../testing/compare.ts";
import { block, control } from "../abi.ts";
import { current } from "../current.ts";
import { KernelError } from "../errors.ts";
import { fusedConv2d } from "../fused/conv2d.ts";
import { fusedDense } from "../fused/dense.ts";
import { adamUpdate } from "../fused/optimizers/adam.ts";
import { sparseSoftmaxCrossEntropy } from "../fused/softmax-cross-entropy.ts";
import { start } from "../start.ts";
import { limits } from "./chunks.ts";
import { shareMemory } from "./share-memory.ts";
import { getThreads, setThreads } from "./threads.ts";

beforeAll(async () => {
  limits.trials = false;
  expect(getThreads()).toBe(Math.min(8, availableParallelism()));
  await setThreads(2);
  expect(getThreads()).toBe(2);
  await start();
});
afterEach(() => setThreads(2));

describe("the number of threads", () => {
  it("is what was asked for before the start, and can be changed", async () => {
    expect(getThreads()).toBe(2);
    for (const threads of [3, 1, 4, 2]) {
      await setThreads(threads);
      expect(getThreads()).toBe(threads);
    }
  });

  it("is the last that was asked for when requests overlap", async () => {
    await Promise.all([setThreads(4), setThreads(1), setThreads(3)]);
    expect(getThreads()).toBe(3);
  });

  it("can change a hundred times while threads are on their way to work or to sleep", { timeout: 60_000 }, async () => {
    for (let i = 0; i < 50; i++) {
      await setThreads(3);
      await setThreads(1 + (i % 2));
    }
    expect(getThreads()).toBe(2);
  });

  it("is one while it changes: who leaves may still look for work", async () => {
    await setThreads(4);
    const pool = current().runtime.pool!;
    expect(pool.complete).toBe(true);
    const changed = setThreads(2);
    expect(pool.complete).toBe(false);
    await changed;
    expect(pool.complete).toBe(true);
  });

  it("tries anew which way is faster where a program takes the place of another", () => {
    const { runtime } = current();
    limits.trials = true;
    const paces = [4096, 4096, 8192].map((address) => runtime.pool!.paceOf(address));
    expect(paces[1]).toBe(paces[0]);
    runtime.forgetProgram(4096);
    expect([4096, 8192].map((address) => runtime.pool!.paceOf(address) === paces[address === 4096 ? 0 : 2])).toEqual([
      false,
      true,
    ]);
    for (const address of [4096, 8192]) runtime.forgetProgram(address);
    limits.trials = false;
  });

  it("must be a whole number from 1 to 256", async () => {
    for (const threads of [0, 1.5, Number.NaN, 257]) {
      await expect(setThreads(threads)).rejects.toThrow(
        new KernelError(`Cannot set the number of threads: it must be an integer from 1 to 256, received ${threads}`),
      );
    }
    expect(getThreads()).toBe(2);
  });
});

describe("work on several threads", () => {
  let a: tf.Tensor;
  beforeAll(() => {
    a = tf.tidy(() => tf.reshape(tf.mul(tf.range(0, 300 * 500), 1e-5), [300, 500]));
  });
  const product = () => tf.tidy(() => tf.matMul(a, a, false, true).dataSync());

  it("is copied out of the shared memory", () => {
    const x = tf.tensor1d([1, 2, 3]);
    expect(x.dataSync().buffer).toBeInstanceOf(ArrayBuffer);
    x.dispose();
  });

  it("gives the same bits as one thread", async () => {
    const expected = product();
    expect(expected[1]).toBeCloseTo(0.010391675, 7); // 1e-10 (500 sum of j + sum of j^2), j < 500
    for (const threads of [1, 3]) {
      await setThreads(threads);
      expect(product()).toEqual(expected);
    }
  });

  it("goes on while memory grows", async () => {
    const expected = product();
    const { runtime } = current();
    const before = runtime.bytes.length;
    const large = tf.zeros([before / 4]);
    expect(runtime.bytes.length).toBeGreaterThan(before);
    const high = tf.add(a, 0);
    expect(tf.tidy(() => tf.matMul(high, high, false, true).dataSync())).toEqual(expected);
    tf.dispose([large, high]);
  });

  it("does every chunk of every block once, and blocks in their order", async () => {
    await setThreads(4);
    const { runtime } = current();
    const [size, count, next] = [3000, 60, sequence(5)];
    const [w, g, v, rate] = [tf.zeros([size]), tf.ones([size]), tf.zeros([size]), tf.scalar(-1)];
    const call = { rate: runtime.input(rate), momentum: 0.5, nesterov: 0, w: runtime.update(w), g: runtime.input(g), velocity: runtime.update(v) }; // biome-ignore format: one line
    const expected = { w: 0, v: 0 };
    runtime.frame(() => {
      const program = runtime.workspace(block.bytes * count);
      for (let repeat = 0; repeat < 200; repeat++) {
        for (let i = 0; i < count; i++) {
          const address = program + i * block.bytes;
          runtime.writeBlock(address, "sgd", size, call);
          const chunk = next() < 0.3 ? 0 : Math.ceil(next() * (next() < 0.5 ? 200 : 2000)); // 0: one thread does all
          new Int32Array(runtime.bytes.buffer)[(address + block.chunk) / 4] = chunk;
          expected.v = Math.fround(0.5 * expected.v + 1);
          expected.w = Math.fround(expected.w + expected.v);
        }
        runtime.runProgram(program, count, 0, true);
      }
    });
    expect(expected.w).toBeGreaterThan(23_000);
    expect(new Set(w.dataSync())).toEqual(new Set([expected.w]));
    tf.dispose([w, g, v, rate]);
  });

  it("trains a network to the same bits as one thread, step by step", async () => {
    const weights: Float32Array[][] = [];
    for (const threads of [1, 2, 3]) {
      await setThreads(threads);
      const before = tf.memory().numTensors;
      weights.push(trained());
      expect(tf.memory().numTensors).toBe(before);
    }
    expect(weights[1]).toEqual(weights[0]);
    expect(weights[2]).toEqual(weights[0]);
    expect(weights[0]!.flatMap((values) => [...values]).every(Number.isFinite)).toBe(true);
  });
});

/** The weights that three steps make of a small convolutional network. */
function trained(): Float32Array[] {
  const numbers = (shape: number[], scale: number) =>
    tf.tidy(() => tf.reshape(tf.mul(tf.sin(tf.range(0, tf.util.sizeFromShape(shape))), scale), shape));
  const [images, labels] = [numbers([32, 20, 20, 3], 1), tf.tidy(() => tf.cast(tf.mod(tf.range(0, 32), 10), "int32"))];
  const shapes = [[5, 5, 3, 12], [12], [3, 3, 12, 20], [20], [2000, 40], [40], [40, 10], [10]];
  const variables = shapes.map((shape) => tf.tidy(() => tf.variable(numbers(shape, 0.1))));
  const slots = () => shapes.map((shape) => tf.tidy(() => tf.variable(tf.zeros(shape), false)));
  const [momentums, velocities] = [slots(), slots()];
  const [w1, b1, w2, b2, w3, b3, w4, b4] = variables;
  const loss = () => {
    let h = fusedConv2d(images, w1!, { bias: b1!, activation: "relu", pad: "same" });
    h = fusedConv2d(h, w2!, { bias: b2!, activation: "relu", pad: "same", dilations: 2 });
    h = tf.reshape(tf.maxPool(h as tf.Tensor4D, 2, 2, "valid"), [32, -1]);
    h = fusedDense(h, w3!, { bias: b3!, activation: "relu" });
    return tf.mean(sparseSoftmaxCrossEntropy(labels, fusedDense(h, w4!, { bias: b4! }))) as tf.Scalar;
  };
  for (let step = 1; step <= 3; step++) {
    tf.tidy(() => {
      const { grads } = tf.variableGrads(loss, variables);
      const gradients = variables.map(({ name }) => grads[name]!);
      const rates = { learningRate: 1e-2, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };
      adamUpdate(variables, gradients, { ...rates, iterations: step - 1, momentums, velocities });
    });
  }
  const weights = variables.map((variable) => variable.dataSync() as Float32Array);
  tf.dispose([images, labels, ...variables, ...momentums, ...velocities]);
  return weights;
}

describe("a thread that fails", () => {
  it("is an error; then one thread goes on, and there can be more again", async () => {
    const { runtime } = current();
    const [m, k] = [200, 20_000];
    const a = tf.ones([m, k]);
    const y = tf.zeros([2, m, m]);
    const call = { transposeA: 0, transposeB: 1, m, n: m, k, strideB: 0, strideC: m * m, bias: 0, flags: 0 };
    const outside = 0x3000_0000; // elements: the second matrix lies 3 GiB further on
    const [at, c] = [runtime.input(a), runtime.input(y)];
    expect(() => runtime.run("batchGemm", 2, { ...call, a: at, strideA: outside, b: at, c })).toThrow(
      new KernelError(
        "Cannot run a kernel: every thread must finish its part, received a failure in one of them\nWhat comes now runs on one thread.",
      ),
    );
    expect(getThreads()).toBe(1);
    const product = () => new Set(tf.tidy(() => tf.matMul(a, a, false, true).dataSync()));
    expect(product()).toEqual(new Set([k]));
    await setThreads(3);
    expect(product()).toEqual(new Set([k]));
    expect(getThreads()).toBe(3);
    tf.dispose([a, y]);
  });
});

describe("all threads fail at once", () => {
  it("is an error too", { timeout: 60_000 }, async () => {
    const { runtime } = current();
    for (let round = 0; round < 5; round++) {
      await setThreads(3);
      const a = tf.ones([200, 2000]);
      const call = { transposeA: 0, transposeB: 1, m: 200, n: 200, k: 2000, strideB: 0, strideC: 0, bias: 0, flags: 0 };
      const at = runtime.input(a);
      // 32 products, each into a place of its own beyond the memory
      const c = 0xf000_0000;
      expect(() => runtime.run("batchGemm", 32, { ...call, a: at, strideA: 0, b: at, c })).toThrow(
        /^Cannot run a kernel: every thread must finish its part/,
      );
      expect(getThreads()).toBe(1);
      a.dispose();
    }
  });
});

describe("a thread that ends in the midst of its work", () => {
  it("is an error too, when nothing has come of it for long enough", async () => {
    const { runtime } = current();
    const { words } = runtime.pool!;
    const patience = words[control.patience / 4]!;
    words[control.patience / 4] = 100;
    // takes a chunk and is gone
    const thief = new Worker(
      `const { workerData: words } = require("node:worker_threads");
       for (let left = 0; left <= 1 << 16 || Atomics.compareExchange(words, 0, left, left - 1) !== left; ) left = Atomics.load(words, 0);`,
      { eval: true, workerData: words.subarray(control.ticket / 4) },
    );
    const gone = once(thief, "exit");
    await once(thief, "online");
    const x = tf.ones([1 << 20]);
    const call = { rate: 0, momentum: 0, nesterov: 0, w: runtime.update(x), g: runtime.input(x), velocity: 0 };
    const repeat = () => {
      // the thief may still be on its way
      for (let i = 0; i < 10_000; i++) runtime.run("sgd", 1 << 20, call);
    };
    expect(repeat).toThrow(/^Cannot run a kernel: every thread must finish its part/);
    await gone;
    words[control.patience / 4] = patience;
    await setThreads(2);
    runtime.run("sgd", 1 << 20, call);
    expect(getThreads()).toBe(2);
    x.dispose();
  });
});

describe("sharing the memory of a binary", () => {
  it("changes one byte of it, once", async () => {
    const file = new URL("../../vendor/tfjs-backend-wasm-simd.wasm", import.meta.url);
    const before = new Uint8Array(await readFile(file));
    const after = shareMemory(before.slice());
    const changed = [...before.keys()].filter((i) => before[i] !== after[i]);
    expect(changed.map((i) => [before[i], after[i]])).toEqual([[1, 3]]);
    expect(shareMemory(after.slice())).toEqual(after);
  });

  it("is refused where there is no memory to share", () => {
    const empty = () => new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
    const message = "Cannot share the memory: the backend's WASM binary must define one with an upper limit";
    expect(() => shareMemory(empty())).toThrow(new KernelError(message));
    const unbounded = new Uint8Array([...empty(), 5, 3, 1, 0, 1]);
    expect(() => shareMemory(unbounded)).toThrow(new KernelError(message));
  });
});
