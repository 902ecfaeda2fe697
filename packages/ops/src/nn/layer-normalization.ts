import { defineOp, type Op, type Tensor } from "@hornbeam/core";
import { layerNorm } from "@hornbeam/kernels";
import * as tf from "@hornbeam/kernels/tfjs";
import { type Axis, frontAxes, product } from "../_axes.ts";
import { toFloat } from "../_operands.ts";
import { broadcastShapes, floatType, shapeError, spec, specOf } from "../_spec.ts";

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
    if (!rmsScaling) {
      const whole = normalizeRows(numbers, axes, gamma, { beta, epsilon: epsilon ?? tiny });
      if (whole) return whole;
    }
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
  spec: (x: unknown, gamma: unknown, beta: unknown, { axis }: { axis: Axis }) => {
    const { shape, dtype } = specOf(x);
    const axes = frontAxes("layerNormalization", axis, shape.length);
    for (const weight of [gamma, beta]) {
      if (weight == null) continue;
      const count = axes.length === 1 ? (product(specOf(weight).shape) ?? 1) : null;
      const size = axes.length === 1 ? shape[axes[0]!]! : null;
      if (count !== null && count > 1 && size !== null && count !== size)
        throw shapeError(
          "layerNormalization",
          `weights must have the ${size} elements of the axis`,
          specOf(weight).shape,
        );
    }
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
    const axes = frontAxes("rmsNormalization", axis, numbers.rank);
    const whole =
      x.rank === 0 ? null : normalizeRows(numbers, axes, scale, { epsilon: epsilon ?? tiny, centered: false });
    if (whole) return whole;
    const meanSquare = tf.mean(tf.square(numbers), axes, true);
    return scaled(tf.mul(numbers, tf.rsqrt(tf.add(meanSquare, epsilon ?? tiny))), scale);
  },
  spec: (x: unknown, scale: unknown, { axis }: { axis: Axis }) => {
    const { shape, dtype } = specOf(x);
    if (scale != null) broadcastShapes("rmsNormalization", shape, specOf(scale).shape);
    if (shape.length > 0) frontAxes("rmsNormalization", axis, shape.length);
    return spec(shape, floatType(dtype));
  },
});

/** In one kernel, where the axes are the last ones and the weights have their shape; else null. */
function normalizeRows(
  x: Tensor,
  axes: readonly number[],
  gamma: Tensor | null,
  options: { readonly beta?: Tensor | null; readonly epsilon: number; readonly centered?: boolean },
): Tensor | null {
  const first = x.rank - axes.length;
  const sizes = x.shape.slice(first);
  const fits = (v: Tensor | null) =>
    v === null || (v.dtype === "float32" && v.rank === sizes.length && v.shape.every((size, i) => size === sizes[i]));
  const { beta = null, ...others } = options;
  if (axes.length === 0 || !axes.every((axis) => axis >= first) || !fits(gamma) || !fits(beta)) return null;
  const area = sizes.reduce((a, b) => a * b, 1);
  if (area === 0) return null;
  const flat = (v: Tensor | null) => (v === null ? undefined : tf.reshape(v, [area]));
  const rows = layerNorm(tf.reshape(x, [-1, area]), { ...others, gamma: flat(gamma), beta: flat(beta) });
  return tf.reshape(rows, x.shape);
}

function scaled(x: Tensor, by: Tensor | null): Tensor {
  return by === null ? x : tf.mul(x, by);
}
