import { defineOp, type Op, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { type Axis, frontAxes } from "../_axes.ts";
import { toFloat } from "../_operands.ts";
import { floatType, spec, specOf } from "../_spec.ts";

/** Keras' `epsilon()`. */
const tiny = 1e-7;

interface LayerNormOptions {
  axis: Axis;
  epsilon: number | null;
  rmsScaling: boolean;
}

type LayerNormalization = Op<[x: Tensor, gamma?: Tensor | null, beta?: Tensor | null], LayerNormOptions, Tensor>;

/**
 * The tensor normalised over axes of each sample: `(x - mean) / √(variance + ε) · gamma + beta`.
 *
 * @see {@link https://arxiv.org/abs/1607.06450 | Ba et al., 2016}
 * @see {@link https://keras.io/api/ops/nn/ | keras.ops.layer_normalization}
 * @example
 * layerNormalization([[1, 3]]); // [[-1, 1]]
 */
export const layerNormalization: LayerNormalization = /* @__PURE__ */ defineOp<
  [x: Tensor, gamma?: Tensor | null, beta?: Tensor | null],
  LayerNormOptions,
  Tensor
>({
  className: "LayerNorm",
  module: "nn",
  tensors: ["x", "gamma", "beta"],
  optionalTensors: 2,
  options: { axis: -1, epsilon: null, rmsScaling: false } as LayerNormOptions,
  call: (x: Tensor, gamma: Tensor | null, beta: Tensor | null, { axis, epsilon, rmsScaling }) => {
    const numbers = toFloat(x);
    const axes = frontAxes("layerNormalization", axis, x.rank);
    const place = (v: Tensor): Tensor =>
      axes.length === 1 && axes[0] === x.rank - 1
        ? v
        : tf.reshape(
            v,
            x.shape.map((size, i) => (axes.includes(i) ? size : 1)),
          );
    const { mean, variance } = tf.moments(numbers, axes, true);
    const factor = tf.rsqrt(tf.add(variance, epsilon ?? tiny));
    if (rmsScaling) return scaled(tf.mul(numbers, factor), gamma && place(gamma));
    const slope = scaled(factor, gamma && place(gamma));
    const shift = tf.neg(tf.mul(mean, slope));
    return tf.add(tf.mul(numbers, slope), beta ? tf.add(shift, place(beta)) : shift);
  },
  spec: (x: unknown, _gamma: unknown, _beta: unknown, { axis }: { axis: Axis }) => {
    const { shape, dtype } = specOf(x);
    frontAxes("layerNormalization", axis, shape.length);
    return spec(shape, floatType(dtype));
  },
});

interface RmsNormOptions {
  axis: Axis;
  epsilon: number | null;
}

type RmsNormalization = Op<[x: Tensor, scale?: Tensor | null], RmsNormOptions, Tensor>;

/**
 * The tensor divided by its root mean square over axes: `x / √(mean(x²) + ε) · scale`.
 *
 * @see {@link https://arxiv.org/abs/1910.07467 | Zhang and Sennrich, 2019}
 * @see {@link https://keras.io/api/ops/nn/ | keras.ops.rms_normalization}
 * @example
 * rmsNormalization([[3, 3]]); // [[1, 1]]
 */
export const rmsNormalization: RmsNormalization = /* @__PURE__ */ defineOp<
  [x: Tensor, scale?: Tensor | null],
  RmsNormOptions,
  Tensor
>({
  className: "RMSNorm",
  module: "nn",
  tensors: ["x", "scale"],
  optionalTensors: 1,
  options: { axis: -1, epsilon: null } as RmsNormOptions,
  call: (x: Tensor, scale: Tensor | null, { axis, epsilon }) => {
    const numbers = x.rank === 0 ? tf.reshape(toFloat(x), [1]) : toFloat(x);
    const meanSquare = tf.mean(tf.square(numbers), frontAxes("rmsNormalization", axis, numbers.rank), true);
    return scaled(tf.mul(numbers, tf.rsqrt(tf.add(meanSquare, epsilon ?? tiny))), scale);
  },
  spec: (x: unknown, _scale: unknown, { axis }: { axis: Axis }) => {
    const { shape, dtype } = specOf(x);
    if (shape.length > 0) frontAxes("rmsNormalization", axis, shape.length);
    return spec(shape, floatType(dtype));
  },
});

function scaled(x: Tensor, by: Tensor | null): Tensor {
  return by === null ? x : tf.mul(x, by);
}
