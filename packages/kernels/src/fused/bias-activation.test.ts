import * as tf from "@hornbeam/kernels/tfjs";
import { expect, it } from "vitest";
import { type Compute, expectClose, floats, gradientsOf, run } from "../../testing/compare.ts";
import { describeVariants } from "../../testing/variants.ts";
import { biasActivation } from "./bias-activation.ts";

const activations = ["linear", "relu", "relu6"] as const;

describeVariants("a bias and an activation", () => {
  it("agree with plain ops for 1 to 17 channels", async () => {
    for (let channels = 1; channels <= 17; channels++) {
      for (const activation of activations) {
        const compute: Compute = (x, bias) => biasActivation(x, bias, activation);
        const inputs = [floats([2, 5, channels], -8, 8), floats([channels], -1, 1, 2)];
        expectClose(await run("wasm", compute, inputs), await run("cpu", compute, inputs), 0, "forward: ");
        const gradient = gradientsOf(compute);
        expectClose(await run("wasm", gradient, inputs), await run("cpu", gradient, inputs), 1e-5, "gradient: ");
      }
    }
  });
  it("take vectors, and what has no rows", async () => {
    const compute: Compute = (x, bias) => biasActivation(x, bias, "relu");
    const inputs = [floats([6], -2, 2), floats([6], -1, 1, 2)];
    expectClose(await run("wasm", compute, inputs), await run("cpu", compute, inputs), 0);
    expect(tf.tidy(() => biasActivation(tf.zeros([0, 3]), tf.zeros([3])).shape)).toEqual([0, 3]);
  });
  it("keep what is not a number, and infinities", () => {
    const y = (activation: (typeof activations)[number]) =>
      tf.tidy(() => {
        const x = tf.tensor1d([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -1, 9]);
        return [...biasActivation(x, tf.ones([5]), activation).dataSync()] as never;
      }) as number[];
    expect(y("linear")).toEqual([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 10]);
    expect(y("relu")).toEqual([Number.NaN, Number.POSITIVE_INFINITY, 0, 0, 10]);
    expect(y("relu6")).toEqual([Number.NaN, 6, 0, 0, 6]);
  });
  it("have gradients of gradients", () => {
    const x = tf.tensor2d([[0.5, -1, 2]]);
    const bias = tf.tensor1d([1, 0.5, -1]);
    const penalty = (v: tf.Tensor) =>
      tf.sum(tf.square(tf.grad((a) => tf.sum(tf.square(biasActivation(a, bias, "relu"))))(v)));
    // with z = x + b above 0: the gradient is 2 z, that of its square 8 z
    expect([...tf.tidy(() => tf.grad(penalty)(x).dataSync())]).toEqual([12, 0, 8]);
    tf.dispose([x, bias]);
  });
  it("refuse a bias of another size", () => {
    expect(() => biasActivation(tf.zeros([2, 3]), tf.zeros([2]))).toThrow(
      "Cannot add a bias: it must have the shape of the last axis, received [2] for [2, 3]",
    );
  });
});
