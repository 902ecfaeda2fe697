import { defineOp, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { floatUnary } from "../_define.ts";
import { toFloat } from "../_operands.ts";
import { floatType, spec, specOf } from "../_spec.ts";
import { select } from "../numpy/_select.ts";
import { between, keepWhere, rectify } from "./_rectify.ts";

const same = (x: unknown) => spec(specOf(x).shape, floatType(specOf(x).dtype));

const sameUnlessBool = (x: unknown) => (specOf(x).dtype === "bool" ? same(x) : spec(specOf(x).shape, specOf(x).dtype));

/** Integers stay what they are: they are taken or left. */
function floatUnlessWhole(x: Tensor): Tensor {
  return x.dtype === "bool" ? toFloat(x) : x;
}

/**
 * Continuously differentiable ELU: `x` above 0 and `alpha · (e^(x / alpha) - 1)` below.
 *
 * @see {@link https://arxiv.org/abs/1704.07483 | Barron, 2017}
 * @see {@link https://keras.io/api/ops/nn/#celu-function | keras.ops.celu}
 * @example
 * celu([-1, 2]); // [-0.6321205, 2]
 */
export const celu = /* @__PURE__ */ defineOp<[x: Tensor], { alpha: number }, Tensor>({
  className: "Celu",
  module: "nn",
  tensors: ["x"],
  options: { alpha: 1 },
  call: (x, { alpha }) => {
    const numbers = toFloat(x);
    return tf.add(rectify(numbers), tf.mul(tf.expm1(tf.div(tf.minimum(numbers, 0), alpha)), alpha));
  },
  spec: same,
});

/**
 * Straight line cut at -1 and 1.
 *
 * @see {@link https://keras.io/api/ops/nn/ | keras.ops.hard_tanh}
 * @example
 * hardTanh([-2, 0.5, 2]); // [-1, 0.5, 1]
 */
export const hardTanh = /* @__PURE__ */ floatUnary("HardTanh", (x) => between(x, -1, 1), "nn");

/**
 * `x` where `|x| > threshold`, 0 elsewhere.
 *
 * @see {@link https://keras.io/api/ops/nn/ | keras.ops.hard_shrink}
 * @example
 * hardShrink([-1, 0.2, 2]); // [-1, 0, 2]
 */
export const hardShrink = /* @__PURE__ */ defineOp<[x: Tensor], { threshold: number }, Tensor>({
  className: "HardShrink",
  module: "nn",
  tensors: ["x"],
  options: { threshold: 0.5 },
  call: (x, { threshold }) => {
    const numbers = floatUnlessWhole(x);
    return keepWhere(tf.greater(tf.abs(toFloat(x)), threshold), numbers);
  },
  spec: sameUnlessBool,
});

/**
 * `x` moved by `threshold` toward 0, and 0 where it is nearer than that.
 *
 * @see {@link https://keras.io/api/ops/nn/ | keras.ops.soft_shrink}
 * @example
 * softShrink([-1, 0.2, 2]); // [-0.5, 0, 1.5]
 */
export const softShrink = /* @__PURE__ */ defineOp<[x: Tensor], { threshold: number }, Tensor>({
  className: "SoftShrink",
  module: "nn",
  tensors: ["x"],
  options: { threshold: 0.5 },
  call: (x, { threshold }) => {
    const numbers = toFloat(x);
    const below = keepWhere(tf.less(numbers, -threshold), tf.add(numbers, threshold));
    return select(tf.greater(numbers, threshold), tf.sub(numbers, threshold), below);
  },
  spec: same,
});

/**
 * `x - tanh(x)`.
 *
 * @see {@link https://keras.io/api/ops/nn/ | keras.ops.tanh_shrink}
 * @example
 * tanhShrink([0, 1]); // [0, 0.2384058]
 */
export const tanhShrink = /* @__PURE__ */ floatUnary("TanhShrink", (x) => tf.sub(x, tf.tanh(x)), "nn");

/**
 * `x` where it is above `threshold`, `defaultValue` elsewhere.
 *
 * @see {@link https://keras.io/api/ops/nn/ | keras.ops.threshold}
 * @example
 * threshold([0, 2], 1, 9); // [9, 2]
 */
export const threshold = /* @__PURE__ */ defineOp<[x: Tensor, threshold: number, defaultValue: number], object, Tensor>(
  {
    className: "Threshold",
    module: "nn",
    tensors: ["x"],
    settings: ["threshold", "default_value"],
    call: (x, limit, defaultValue) => {
      const numbers = floatUnlessWhole(x);
      return keepWhere(tf.greater(toFloat(x), limit), numbers, defaultValue);
    },
    spec: sameUnlessBool,
  },
);

/**
 * Smooth rectifier: `(x + √(x² + b)) / 2`.
 *
 * @see {@link https://arxiv.org/abs/2112.11687 | Barron, 2021}
 * @see {@link https://keras.io/api/ops/nn/ | keras.ops.squareplus}
 * @example
 * squareplus(0); // 1
 */
export const squareplus = /* @__PURE__ */ defineOp<[x: Tensor], { b: number }, Tensor>({
  className: "Squareplus",
  module: "nn",
  tensors: ["x"],
  options: { b: 4 },
  call: (x, { b }) => {
    const numbers = toFloat(x);
    return tf.div(tf.add(numbers, tf.sqrt(tf.add(tf.square(numbers), b))), 2);
  },
  spec: same,
});
