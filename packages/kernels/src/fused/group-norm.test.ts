import * as tf from "@hornbeam/kernels/tfjs";
import { expect, it } from "vitest";
import { type Compute, expectClose, expectNear, floats, gradientsOf, run } from "../../testing/compare.ts";
import { describeVariants } from "../../testing/variants.ts";
import { groupNorm } from "./group-norm.ts";

async function expectAgreement(compute: Compute, inputs: Parameters<typeof run>[2]): Promise<void> {
  expectClose(await run("wasm", compute, inputs), await run("cpu", compute, inputs), 1e-5, "forward: ");
  const gradient = gradientsOf(compute);
  expectClose(await run("wasm", gradient, inputs), await run("cpu", gradient, inputs), 5e-5, "gradient: ");
}

describeVariants("normalization of groups", () => {
  it("agrees with plain ops for 1 to 17 channels, in one group and in one for each", async () => {
    for (let channels = 1; channels <= 17; channels++) {
      const inputs = [floats([3, 2, 3, channels], -2, 3), floats([channels], -1, 2, 2), floats([channels], -1, 1, 3)];
      for (const groups of new Set([1, channels])) {
        const options = { groups, epsilon: 1e-2 };
        await expectAgreement((x, gamma, beta) => groupNorm(x, { ...options, gamma, beta }), inputs);
        await expectAgreement((x, beta) => groupNorm(x, { ...options, beta }), [inputs[0]!, inputs[2]!]);
        await expectAgreement((x) => groupNorm(x, options), [inputs[0]!]);
      }
    }
  });
  it("agrees for several channels a group, and for several blocks of rows", async () => {
    const weights = [floats([24], -1, 2, 2), floats([24], -1, 1, 3)];
    for (const groups of [2, 3, 8]) {
      const compute: Compute = (x, gamma, beta) => groupNorm(x, { groups, gamma, beta, epsilon: 1e-3 });
      await expectAgreement(compute, [floats([2, 150, 24], -2, 3), ...weights]);
    }
    await expectAgreement((x) => groupNorm(x, { groups: 3, epsilon: 1e-3 }), [floats([4, 9], -2, 3)]);
  });
  it("is what Keras gives", () => {
    // keras.layers.GroupNormalization(2) on [[[1, 2, 4, 8], [3, 5, 7, 9]]]
    const x = tf.tensor3d([
      [
        [1, 2, 4, 8],
        [3, 5, 7, 9],
      ],
    ]);
    const y = tf.tidy(() => groupNorm(x, { groups: 2, epsilon: 1e-3 }).dataSync());
    const [a, b] = [Math.sqrt(2.1875 + 1e-3), Math.sqrt(3.5 + 1e-3)]; // means 2.75 and 7
    const expected = [-1.75 / a, -0.75 / a, -3 / b, 1 / b, 0.25 / a, 2.25 / a, 0, 2 / b];
    expectNear(y, expected, 1e-6);
    x.dispose();
  });
  it("is exact where numbers are far from 0, and takes equal ones", () => {
    const x = tf.tensor3d([[[4096], [4098]]]);
    expectNear(
      tf.tidy(() => groupNorm(x, { groups: 1, epsilon: 0 }).dataSync()),
      [-1, 1],
      1e-6,
    );
    x.dispose();
    expect([...tf.tidy(() => groupNorm(tf.ones([1, 3, 2]), { groups: 1, epsilon: 1e-3 }).dataSync())]).toEqual(
      Array(6).fill(0),
    );
  });
  it("keeps what is not a number in its group, and takes what has no examples", () => {
    const [nan, inf] = [Number.NaN, Number.POSITIVE_INFINITY];
    const y = tf.tidy(() => [
      ...groupNorm(tf.tensor2d([[nan, 1, 2, 2, inf, 1]]), { groups: 3, epsilon: 1e-3 }).dataSync(),
    ]);
    expect(y).toEqual([nan, nan, 0, 0, nan, nan]);
    expect(tf.tidy(() => groupNorm(tf.zeros([0, 3, 4]), { groups: 2, epsilon: 0 }).shape)).toEqual([0, 3, 4]);
  });
  it("has gradients of gradients", () => {
    const x = tf.tensor2d([[0.5, -1, 2, 0.25]]);
    const penalty = (v: tf.Tensor) =>
      tf.sum(tf.square(tf.grad((a) => tf.sum(tf.pow(groupNorm(a, { groups: 1, epsilon: 0.1 }), 3)))(v)));
    const gradient = tf.tidy(() => tf.grad(penalty)(x).dataSync());
    const h = 1e-2;
    const at = (delta: number) => tf.tidy(() => penalty(tf.add(x, tf.tensor2d([[delta, 0, 0, 0]]))).dataSync()[0]!);
    expect(gradient[0]! / ((at(h) - at(-h)) / (2 * h))).toBeCloseTo(1, 1);
    x.dispose();
  });
  it("refuses groups that do not divide the channels, and weights of another size", () => {
    expect(() => groupNorm(tf.zeros([2, 3]), { groups: 2, epsilon: 0 })).toThrow(
      "Cannot normalize: groups must divide the channels of [batch, ..., channels], received 2 for [2, 3]",
    );
    expect(() => groupNorm(tf.zeros([2, 4]), { groups: 2, gamma: tf.zeros([2]), epsilon: 0 })).toThrow(
      "Cannot normalize: gamma and beta must have the shape [4], received [2]",
    );
  });
});
