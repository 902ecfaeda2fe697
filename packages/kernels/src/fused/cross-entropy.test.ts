import * as tf from "@hornbeam/kernels/tfjs";
import { expect, it } from "vitest";
import {
  type Compute,
  expectClose,
  expectNear,
  floats,
  gradientsOf,
  integers,
  run,
  type Values,
  values,
} from "../../testing/compare.ts";
import { describeVariants } from "../../testing/variants.ts";
import { binaryCrossEntropy, crossEntropy } from "./cross-entropy.ts";
import { sparseSoftmaxCrossEntropy } from "./softmax-cross-entropy.ts";

const [inf, nan] = [Number.POSITIVE_INFINITY, Number.NaN];

async function expectAgreement(compute: Compute, inputs: readonly Values[], tolerance = 1e-5): Promise<void> {
  expectClose(await run("wasm", compute, inputs), await run("cpu", compute, inputs), tolerance, "forward: ");
  const gradient = gradientsOf(compute);
  expectClose(await run("wasm", gradient, inputs), await run("cpu", gradient, inputs), 3 * tolerance, "gradient: ");
}

/** Losses and gradients by x of numbers given by hand. */
function measured(f: (x: tf.Tensor) => tf.Tensor, x: readonly (readonly number[])[]): [losses: number[], dx: number[]] {
  return tf.tidy(() => {
    const { value, grad } = tf.valueAndGrad((v: tf.Tensor) => tf.sum(f(v)))(tf.tensor2d(x as number[][]));
    value.dispose();
    return [[...f(tf.tensor2d(x as number[][])).dataSync()], [...grad.dataSync()]] as never;
  });
}

describeVariants("cross-entropies", () => {
  it("agree with plain ops for 1 to 17 classes, of logits and of probabilities", async () => {
    for (let classes = 1; classes <= 17; classes++) {
      const labels = floats([5, classes], 0, 1, 3);
      await expectAgreement((x, t) => crossEntropy(t, x), [floats([5, classes], -4, 4), labels]);
      const shares = floats([5, classes], 0.01, 1, 2);
      await expectAgreement((x, t) => crossEntropy(t, x, { fromLogits: false }), [shares, labels]);
      const numbers = integers([5], 0, classes);
      await expectAgreement((x, t) => sparseSoftmaxCrossEntropy(t, x), [floats([5, classes], -4, 4), numbers]);
      await expectAgreement((x, t) => sparseSoftmaxCrossEntropy(t, x, { fromLogits: false }), [shares, numbers]);
    }
  });
  it("of two classes agree with plain ops for 0 to 17 elements, and for many", async () => {
    for (const size of [...Array(18).keys(), 1000]) {
      const labels = floats([size], 0, 1, 3);
      await expectAgreement((x, t) => binaryCrossEntropy(t, x), [floats([size], -9, 9), labels]);
      const shares = floats([size], 0.01, 0.99, 2);
      await expectAgreement((x, t) => binaryCrossEntropy(t, x, { fromLogits: false }), [shares, labels]);
    }
  });
  it("take vectors, more axes and no rows", async () => {
    await expectAgreement((x, t) => crossEntropy(t, x), [floats([7]), floats([7], 0, 1, 2)]);
    await expectAgreement((x, t) => crossEntropy(t, x), [floats([2, 3, 5]), floats([2, 3, 5], 0, 1, 2)]);
    await expectAgreement((x, t) => binaryCrossEntropy(t, x), [floats([2, 3, 5]), floats([2, 3, 5], 0, 1, 2)]);
    expect(tf.tidy(() => crossEntropy(tf.zeros([0, 3]), tf.zeros([0, 3])).shape)).toEqual([0]);
  });
  it("are what Keras gives, and do not overflow", () => {
    // keras.ops.categorical_crossentropy(t, x, from_logits=True)
    const t = tf.tensor2d([
      [0, 0, 1],
      [0, 1, 0],
      [0.5, 0.25, 0.25],
    ]);
    const [losses, dx] = measured(
      (x) => crossEntropy(t, x),
      [
        [1, 2, 3],
        [1000, 0, -1000],
        [0, 0, 0],
      ],
    );
    expectNear(losses, [0.407606, 1000, 1.0986123], 1e-6);
    expectNear(dx, [0.0900306, 0.2447285, -0.3347591, 1, -1, 0, -1 / 6, 1 / 12, 1 / 12], 1e-6);
    t.dispose();
  });
  it("hold probabilities off 0 and 1, where the slope is 0", () => {
    const t = tf.tensor2d([[0, 1]]);
    const [losses, dx] = measured((x) => crossEntropy(t, x, { fromLogits: false }), [[1, 0]]);
    expectNear(losses, [Math.log(1e7)], 1e-6);
    expectNear(dx, [0, 0]);
    const [two, slopes] = measured((x) => binaryCrossEntropy(t, x, { fromLogits: false }), [[1, 0]]);
    expectNear(two, [-Math.log(2 ** -23), Math.log(1e7)], 1e-6); // 1 - 1e-7 is 1 - 2⁻²³ in float32
    expectNear(slopes, [0, 0]);
    const number = tf.tensor1d([1], "int32");
    const [one, rest] = measured((x) => sparseSoftmaxCrossEntropy(number, x, { fromLogits: false }), [[1, 0]]);
    expectNear(one, [Math.log(1e7)], 1e-6);
    expectNear(rest, [0, 0]);
    tf.dispose([t, number]);
  });
  it("scale probabilities to sum to 1", () => {
    const t = tf.tensor2d([[0, 1]]);
    const [losses, dx] = measured((x) => crossEntropy(t, x, { fromLogits: false }), [[1, 3]]);
    expectNear(losses, [-Math.log(0.75)]);
    expectNear(dx, [1 / 4, 1 / 4 - 1 / 3]); // ln(x0 + x1) - ln x1
    t.dispose();
  });
  it("keep what is not a number in its row, and infinities as plain ops have them", async () => {
    const x = values([nan, 0, inf, 0, -inf, 0, -0, 1], [4, 2]);
    const labels = values([0, 1, 1, 0, 1, 0, 0, 1], [4, 2]);
    for (const fromLogits of [true, false]) {
      const dense: Compute = (a, t) => crossEntropy(t, a, { fromLogits });
      expectClose(await run("wasm", dense, [x, labels]), await run("cpu", dense, [x, labels]), 1e-6);
      const binary: Compute = (a, t) => binaryCrossEntropy(t, a, { fromLogits });
      expectClose(await run("wasm", binary, [x, labels]), await run("cpu", binary, [x, labels]), 1e-6);
    }
  });
  it("of a label out of range is not a number, of probabilities too", () => {
    const labels = tf.tensor1d([2, -1, 0], "int32");
    const rows = [
      [0.5, 0.5],
      [0.5, 0.5],
      [0.25, 0.75],
    ];
    const [losses, dx] = measured((x) => sparseSoftmaxCrossEntropy(labels, x, { fromLogits: false }), rows);
    expectNear(losses, [nan, nan, Math.log(4)]);
    expectNear(dx, [nan, nan, nan, nan, -3, 1]);
    labels.dispose();
  });
  it("have gradients of gradients", () => {
    const x = tf.tensor2d([[0.3, 0.2, 0.4]]);
    const t = tf.tensor2d([[0.2, 0.5, 0.3]]);
    const number = tf.tensor1d([1], "int32");
    for (const fromLogits of [true, false]) {
      const measures = [
        (v: tf.Tensor) => crossEntropy(t, v, { fromLogits }),
        (v: tf.Tensor) => binaryCrossEntropy(t, v, { fromLogits }),
        (v: tf.Tensor) => sparseSoftmaxCrossEntropy(number, v, { fromLogits }),
      ];
      for (const measure of measures) {
        const penalty = (v: tf.Tensor) => tf.sum(tf.square(tf.grad((a) => tf.sum(tf.square(measure(a))))(v)));
        const gradient = tf.tidy(() => tf.grad(penalty)(x).dataSync());
        const h = 1e-3;
        const at = (delta: number) => tf.tidy(() => penalty(tf.add(x, tf.tensor2d([[delta, 0, 0]]))).dataSync()[0]!);
        expect(gradient[0]! / ((at(h) - at(-h)) / (2 * h))).toBeCloseTo(1, 1);
      }
    }
    tf.dispose([x, t, number]);
  });
  it("refuse labels of another shape", () => {
    expect(() => crossEntropy(tf.zeros([2, 3]), tf.zeros([3, 2]))).toThrow(
      "Cannot compute the cross-entropy: labels must have the shape of x, received [2, 3] and [3, 2]",
    );
  });
});
