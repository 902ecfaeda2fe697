import * as tf from "@hornbeam/kernels/tfjs";
import { describe, expect, it } from "vitest";
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
import { KernelError } from "../errors.ts";
import { fusedConv2d } from "./conv2d.ts";
import { fusedDense } from "./dense.ts";
import { fusedDepthwiseConv2d } from "./depthwise-conv2d.ts";
import type { FusedActivation } from "./names.ts";
import { sparseSoftmaxCrossEntropy } from "./softmax-cross-entropy.ts";

const activations: FusedActivation[] = ["linear", "relu", "relu6"];
const activate = (x: tf.Tensor, activation: FusedActivation) =>
  activation === "relu" ? tf.relu(x) : activation === "relu6" ? tf.relu6(x) : x;

/** Asserts that a fused function has the values and gradients of the plain ops that it stands for. */
async function expectSame(fused: Compute, plain: Compute, inputs: readonly Values[]): Promise<void> {
  expectClose(await run("wasm", fused, inputs), await run("cpu", plain, inputs), 1e-5, "forward: ");
  expectClose(
    await run("wasm", gradientsOf(fused), inputs),
    await run("cpu", gradientsOf(plain), inputs),
    1e-5,
    "gradient: ",
  );
}

describeVariants("fused functions", () => {
  for (const activation of activations) {
    it(`dense with ${activation} agrees with its ops`, async () => {
      const shapes = [
        [[4, 5], 3],
        [[1, 1], 1],
        [[2, 3, 7], 17],
        [[1500, 4], 20],
      ] as const; // the last sums rows in parts
      for (const [shape, units] of shapes) {
        const features = shape.at(-1)!;
        const inputs = [floats(shape, -3, 3), floats([features, units], -1, 2, 2), floats([units], -1, 1, 3)];
        const plain = (x: tf.Tensor, w: tf.Tensor, b: tf.Tensor) => {
          const flat = tf.reshape(x, [-1, features]);
          return tf.reshape(activate(tf.add(tf.matMul(flat, w), b), activation), [...shape.slice(0, -1), units]);
        };
        await expectSame((x, w, b) => fusedDense(x, w, { bias: b, activation }), plain, inputs);
        await expectSame(
          (x, w) => fusedDense(x, w, { activation }),
          (x, w) => plain(x, w, tf.zeros([units])),
          inputs.slice(0, 2),
        );
      }
    });

    it(`conv2d with ${activation} agrees with its ops`, async () => {
      const inputs = [floats([2, 7, 6, 3], -2, 2), floats([3, 2, 3, 9], -1, 1, 2), floats([9], -1, 1, 3)];
      for (const [strides, pad] of [
        [1, "same"],
        [2, "valid"],
        [[1, 2], 1],
      ] as const) {
        await expectSame(
          (x, w, b) => fusedConv2d(x, w, { bias: b, activation, strides: strides as number, pad }),
          (x, w, b) =>
            activate(tf.add(tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, strides as number, pad), b), activation),
          inputs,
        );
      }
    });
  }

  for (const activation of activations) {
    it(`depthwiseConv2d with ${activation} agrees with its ops`, async () => {
      for (const [multiplier, strides, pad] of [
        [1, 1, "same"],
        [2, 2, "valid"],
        [4, 1, "same"],
      ] as const) {
        const inputs = [
          floats([2, 7, 9, 13], -2, 2),
          floats([3, 2, 13, multiplier], -1, 1, 2),
          floats([13 * multiplier], -1, 1, 3),
        ];
        await expectSame(
          (x, w, b) => fusedDepthwiseConv2d(x, w, { bias: b, activation, strides, pad }),
          (x, w, b) =>
            activate(tf.add(tf.depthwiseConv2d(x as tf.Tensor4D, w as tf.Tensor4D, strides, pad), b), activation),
          inputs,
        );
      }
    });
  }

  it("conv2d has gradients with dilation, which plain ops refuse", () => {
    const x = tf.tensor(floats([1, 6, 6, 2]).data, [1, 6, 6, 2]);
    const w = tf.tensor(floats([2, 2, 2, 3]).data, [2, 2, 2, 3]);
    const grads = tf.grads((a, b) => tf.sum(tf.square(fusedConv2d(a!, b, { dilations: 2 }))))([x, w]);
    const h = 1e-2;
    const lossAt = (delta: number) =>
      tf.tidy(() => {
        const moved = tf.add(
          x,
          tf.mul(delta, tf.reshape(tf.cast(tf.oneHot(tf.tensor1d([20], "int32"), 72), "float32"), [1, 6, 6, 2])),
        );
        return tf.sum(tf.square(fusedConv2d(moved, w, { dilations: 2 }))).dataSync()[0]!;
      });
    expect(grads[0]!.dataSync()[20]).toBeCloseTo((lossAt(h) - lossAt(-h)) / (2 * h), 2);
    tf.dispose([x, w, ...grads]);
  });

  it("cross-entropy agrees with its ops for 2 to 17 classes", async () => {
    for (let classes = 2; classes <= 17; classes++) {
      const inputs = [integers([5], 0, classes), floats([5, classes], -20, 20)];
      const plain: Compute = (labels, logits) =>
        tf.neg(
          tf.sum(tf.mul(tf.cast(tf.oneHot(labels as tf.Tensor1D, classes), "float32"), tf.logSoftmax(logits)), -1),
        );
      await expectSame((labels, logits) => sparseSoftmaxCrossEntropy(labels, logits), plain, inputs);
    }
  });

  it("cross-entropy is what Keras gives, and does not overflow", () => {
    const logits = tf.tensor2d([
      [1, 2, 3],
      [1000, 0, -1000],
      [0, 0, 0],
    ]);
    const labels = tf.tensor1d([2, 1, 0], "int32");
    const { value, grad } = tf.valueAndGrad((x: tf.Tensor) => tf.sum(sparseSoftmaxCrossEntropy(labels, x)))(logits);
    expectNear(
      sparseSoftmaxCrossEntropy(labels, logits).dataSync(),
      [0.40760594606399536, 1000, 1.0986123085021973],
      1e-7,
    );
    expectNear(
      grad.dataSync(),
      [
        0.09003057330846786, 0.2447284758090973, -0.33475905656814575, 1, -1, 0, -0.6666666269302368,
        0.3333333432674408, 0.3333333432674408,
      ],
    );
    tf.dispose([value, grad, logits, labels]);
  });

  it("cross-entropy of a label out of range, or of NaN, is NaN in its row alone", () => {
    const losses = sparseSoftmaxCrossEntropy(
      tf.tensor1d([2, -1, 0, 1], "int32"),
      tf.tensor2d([
        [0, 0],
        [0, 0],
        [Number.NaN, 1],
        [0, 0],
      ]),
    );
    expectNear(losses.dataSync(), [Number.NaN, Number.NaN, Number.NaN, Math.LN2]);
    losses.dispose();
  });

  it("have gradients of gradients", () => {
    const x = tf.tensor2d([
      [0.5, -1, 2],
      [1, 1, -0.5],
    ]);
    const w = tf.tensor2d([
      [1, -1],
      [0.5, 2],
      [-1, 0.25],
    ]);
    const labels = tf.tensor1d([1, 0], "int32");
    const penalty = (f: (a: tf.Tensor) => tf.Tensor) =>
      tf.grad((a) => tf.sum(tf.square(tf.grad((b) => tf.sum(tf.square(f(b))))(a))))(x);
    const relu = penalty((a) => fusedDense(a, w, { activation: "relu" }));
    expectNear(relu.dataSync(), penalty((a) => tf.relu(tf.matMul(a, w))).dataSync());
    const loss = penalty((a) => sparseSoftmaxCrossEntropy(labels, fusedDense(a, w)));
    const hot = tf.cast(tf.oneHot(labels, 2), "float32");
    expectNear(
      loss.dataSync(),
      penalty((a) => tf.neg(tf.sum(tf.mul(hot, tf.log(tf.softmax(tf.matMul(a, w)))), -1))).dataSync(),
      1e-5,
    );
  });
});

describe("fused functions elsewhere", () => {
  it("are made of plain ops on other backends", async () => {
    const inputs = [
      floats([2, 4, 4, 3]),
      floats([2, 2, 3, 5]),
      floats([5]),
      floats([5, 4]),
      values([1, 3], [2], "int32"),
    ];
    const compute: Compute = (x, w, b, v, labels) =>
      sparseSoftmaxCrossEntropy(
        labels,
        tf.mean(fusedDense(fusedConv2d(x, w, { bias: b, activation: "relu" }), v, { activation: "relu6" }), [1, 2]),
      );
    expectClose(await run("cpu", compute, inputs), await run("wasm", compute, inputs));
  });

  it("refuse operands that do not fit, of which they would read what lies behind", () => {
    const [image, row] = [tf.ones([2, 4, 4, 2]), tf.ones([2, 2])];
    const calls: Record<string, () => unknown> = {
      "Cannot multiply: the last axis of x must have as many numbers as the kernel has rows, received [2, 2] and [3, 5]":
        () => fusedDense(row, tf.ones([3, 5])),
      "Cannot multiply: the bias must have the shape [5], received [4]": () =>
        fusedDense(row, tf.ones([2, 5]), { bias: tf.ones([4]) }),
      "Cannot convolve: the channels of x must be those of the filters, or of groups of them, received [2, 4, 4, 2] and [1, 1, 3, 5]":
        () => fusedConv2d(image, tf.ones([1, 1, 3, 5])),
      "Cannot convolve: the channels of x must be those of the filters, or of groups of them, received [2, 4, 4, 2] and [1, 1, 1, 5]":
        () => fusedConv2d(image, tf.ones([1, 1, 1, 5])), // two groups of five filters
      "Cannot convolve: the channels of x must be those of the filters, received [2, 4, 4, 2] and [2, 2, 1, 3]": () =>
        fusedDepthwiseConv2d(image, tf.ones([2, 2, 1, 3])),
      "Cannot convolve: the bias must have the shape [6], received [2]": () =>
        fusedDepthwiseConv2d(image, tf.ones([2, 2, 2, 3]), { bias: tf.ones([2]) }),
    };
    for (const [message, call] of Object.entries(calls)) expect(call).toThrow(new KernelError(message));
    expect(fusedConv2d(image, tf.ones([1, 1, 1, 4])).shape).toEqual([2, 4, 4, 4]);
  });

  it("refuse labels of another shape", () => {
    expect(() => sparseSoftmaxCrossEntropy(tf.zeros([3], "int32"), tf.zeros([2, 4]))).toThrow(
      "Cannot compute the cross-entropy: labels must be int32 of shape [2], received int32 [3]",
    );
  });
});
