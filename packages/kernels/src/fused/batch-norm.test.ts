import * as tf from "@hornbeam/kernels/tfjs";
import { expect, it } from "vitest";
import { type Compute, expectClose, expectNear, floats, gradientsOf, run } from "../../testing/compare.ts";
import { describeVariants } from "../../testing/variants.ts";
import { batchNorm } from "./batch-norm.ts";

const epsilon = 1e-3;
const all: Compute = (x, gamma, beta) => Object.values(batchNorm(x, { gamma, beta, epsilon }));
const output: Compute = (x, gamma, beta) => batchNorm(x, { gamma, beta, epsilon }).output;
const bare: Compute = (x) => batchNorm(x, { epsilon }).output;

describeVariants("normalization of channels", () => {
  it("agrees with plain ops for 1 to 17 channels", async () => {
    for (let channels = 1; channels <= 17; channels++) {
      const inputs = [floats([3, 4, channels], -2, 3), floats([channels], -1, 2, 2), floats([channels], -1, 1, 3)];
      expectClose(await run("wasm", all, inputs), await run("cpu", all, inputs), 1e-5);
      for (const [compute, count] of [
        [output, 3],
        [bare, 1],
      ] as const) {
        const [gradient, given] = [gradientsOf(compute), inputs.slice(0, count)];
        expectClose(await run("wasm", gradient, given), await run("cpu", gradient, given), 5e-5, "gradient: ");
      }
    }
  });
  it("agrees with plain ops for many rows", async () => {
    for (const channels of [6, 44]) {
      const inputs = [floats([2, 30, 25, channels], -2, 3), floats([channels], -1, 2, 2), floats([channels], -1, 1, 3)];
      const gradient = gradientsOf(output);
      expectClose(await run("wasm", all, inputs), await run("cpu", all, inputs), 1e-5);
      expectClose(await run("wasm", gradient, inputs), await run("cpu", gradient, inputs), 5e-5, "gradient: ");
    }
  });
  it("gives mean and variance, and no number for channels without", () => {
    const made = batchNorm(
      tf.tensor2d([
        [1, Number.NaN],
        [3, 1],
      ]),
      { gamma: tf.tensor1d([2, 1]), beta: tf.tensor1d([5, 1]), epsilon: 0 },
    );
    expectNear(made.output.dataSync(), [3, Number.NaN, 7, Number.NaN]);
    expectNear(made.mean.dataSync(), [2, Number.NaN]);
    expectNear(made.variance.dataSync(), [1, Number.NaN]);
  });
  it("is exact where the mean is far from 0, and the first row far from the mean", () => {
    // errors of the mean in deviations, and of the variance: with means of 1e4 and deviations of 1, and with a first row 100 deviations away
    for (const [rows, channels] of [
      [5, 3],
      [63, 17],
      [5000, 16],
      [20_000, 5],
    ] as const) {
      for (const [center, first] of [
        [1e4, 0],
        [-3e5, 0],
        [0, 100],
        [7, 1000],
      ] as const) {
        const values = Float32Array.from(
          { length: rows * channels },
          (_, i) => center + (i < channels ? first : 0) + Math.SQRT2 * Math.sin(i * 1.7 + (i % 11)),
        );
        const { mean, variance } = tf.tidy(() => {
          const made = batchNorm(tf.tensor2d(values, [rows, channels]), { epsilon });
          return { mean: made.mean.dataSync(), variance: made.variance.dataSync() };
        });
        for (let channel = 0; channel < channels; channel++) {
          const column = Array.from({ length: rows }, (_, i) => values[i * channels + channel]!);
          const exact = column.reduce((sum, x) => sum + x, 0) / rows;
          const spread = column.reduce((sum, x) => sum + (x - exact) ** 2, 0) / rows;
          const what = `${rows} x ${channels}, ${center} ${first}`;
          expect(Math.abs(variance[channel]! - spread) / spread, what).toBeLessThan(2e-6);
          const rounding = (Math.abs(exact) + first) * 2 ** -23; // of the mean, and of what it differs from the first row, as floats
          expect((Math.abs(mean[channel]! - exact) - rounding) / Math.sqrt(spread), what).toBeLessThan(2e-6);
        }
      }
    }
  });
  it("keeps what is not finite in its channel, in the first row too", () => {
    const [nan, inf] = [Number.NaN, Number.POSITIVE_INFINITY];
    const x = tf.tensor2d([
      [inf, 1, nan, 1],
      [1, -inf, 1, 3],
    ]);
    const { mean, variance } = batchNorm(x, { epsilon });
    expect([...mean.dataSync()]).toEqual([inf, -inf, nan, 2]);
    expect([...variance.dataSync()]).toEqual([nan, nan, nan, 1]);
  });
  it("has gradients of gradients", () => {
    const x = tf.tensor2d([[0.5], [-1], [2], [0.25]]);
    const penalty = (v: tf.Tensor) =>
      tf.sum(tf.square(tf.grad((a) => tf.sum(tf.pow(batchNorm(a, { epsilon: 0.1 }).output, 3)))(v)));
    const gradient = tf.tidy(() => tf.grad(penalty)(x).dataSync());
    const h = 1e-2;
    const moved = (at: number, delta: number) =>
      tf.tidy(
        () =>
          penalty(
            tf.tensor(
              x.dataSync().map((v, i) => v + (i === at ? delta : 0)),
              x.shape,
            ),
          ).dataSync()[0]!,
      );
    for (const at of [0, 3]) expect(gradient[at]! / ((moved(at, h) - moved(at, -h)) / (2 * h))).toBeCloseTo(1, 1);
  });
  it("refuses weights of another size", () => {
    expect(() => batchNorm(tf.zeros([2, 3]), { beta: tf.zeros([2]), epsilon: 0 })).toThrow(
      "Cannot normalize: gamma and beta must have the shape [3], received [2]",
    );
  });
});
