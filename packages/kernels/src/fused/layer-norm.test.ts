import * as tf from "@hornbeam/kernels/tfjs";
import { expect, it } from "vitest";
import { type Compute, expectClose, expectNear, floats, gradientsOf, run } from "../../testing/compare.ts";
import { describeVariants } from "../../testing/variants.ts";
import { layerNorm } from "./layer-norm.ts";

describeVariants("normalization of rows", () => {
  it("agrees with plain ops for 1 to 17 columns, centered or not", async () => {
    for (let columns = 1; columns <= 17; columns++) {
      for (const centered of [true, false]) {
        const inputs = [floats([5, columns], -2, 3), floats([columns], -1, 2, 2), floats([columns], -1, 1, 3)];
        const computes: readonly (readonly [Compute, number])[] = [
          [(x, gamma, beta) => layerNorm(x, { gamma, beta, epsilon: 1e-3, centered }), 3],
          [(x, gamma) => layerNorm(x, { gamma, epsilon: 1e-3, centered }), 2],
          [(x) => layerNorm(x, { epsilon: 1e-3, centered }), 1],
        ];
        for (const [compute, count] of computes) {
          const given = inputs.slice(0, count);
          expectClose(await run("wasm", compute, given), await run("cpu", compute, given), 1e-5);
          const gradient = gradientsOf(compute);
          expectClose(await run("wasm", gradient, given), await run("cpu", gradient, given), 5e-5, "gradient: ");
        }
      }
    }
  });
  it("adds up many rows in parts", async () => {
    const inputs = [floats([70, 3, 20], -2, 3), floats([20], -1, 2, 2), floats([20], -1, 1, 3)];
    const gradient = gradientsOf((x, gamma, beta) => layerNorm(x, { gamma, beta, epsilon: 1e-3 }));
    expectClose(await run("wasm", gradient, inputs), await run("cpu", gradient, inputs), 1e-5, "gradient: ");
  });
  it("is what Keras gives", () => {
    const x = tf.tensor2d([[1, 2, 4]]);
    // keras.ops.layer_normalization([[1, 2, 4]], [1, 2, 3], [0, 1, 2]), and keras.ops.rms_normalization([[1, 2, 4]])
    const y = layerNorm(x, { gamma: tf.tensor1d([1, 2, 3]), beta: tf.tensor1d([0, 1, 2]), epsilon: 1e-7 });
    expectNear(y.dataSync(), [-1.0690449, 0.4654777, 6.0089183], 1e-6);
    expectNear(layerNorm(x, { epsilon: 1e-7, centered: false }).dataSync(), [0.3779645, 0.755929, 1.511858], 1e-6);
  });
  it("keeps what is not a number in its row, and takes a row of equal numbers", () => {
    const x = tf.tensor2d([
      [Number.NaN, 1],
      [2, 2],
    ]);
    expect([...layerNorm(x, { epsilon: 1e-3 }).dataSync()]).toEqual([Number.NaN, Number.NaN, 0, 0]);
  });
  it("has gradients of gradients", () => {
    const x = tf.tensor2d([[0.5, -1, 2, 0.25]]);
    const penalty = (v: tf.Tensor) =>
      tf.sum(tf.square(tf.grad((a) => tf.sum(tf.pow(layerNorm(a, { epsilon: 0.1 }), 3)))(v)));
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
    expect(() => layerNorm(tf.zeros([2, 3]), { gamma: tf.zeros([2]), epsilon: 0 })).toThrow(
      "Cannot normalize: gamma and beta must have the shape [3], received [2]",
    );
  });
});
