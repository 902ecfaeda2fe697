import { defineOp, type KerasTensor, type Op, type Shape, type Tensor, type TensorLike } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { type Axis, frontAxes, frontAxis, reducedShape } from "../_axes.ts";
import { toFloat } from "../_operands.ts";
import { floatType, shapeError, spec, specOf } from "../_spec.ts";

/** Keras' `epsilon()`. */
const tiny = 1e-7;

interface MomentsOptions {
  keepdims: boolean;
  synchronized: boolean;
}

/**
 * Mean and variance over axes.
 *
 * @returns `mean` and `variance`, as a pair.
 * @see {@link https://keras.io/api/ops/nn/#moments-function | keras.ops.moments}
 * @example
 * moments([1, 3], [0])[1]; // 1
 */
export const moments = /* @__PURE__ */ defineOp<
  [x: Tensor, axes: number | readonly number[]],
  MomentsOptions,
  [mean: Tensor, variance: Tensor]
>({
  className: "Moments",
  module: "nn",
  tensors: ["x"],
  settings: ["axes"],
  options: { keepdims: false, synchronized: false },
  call: (x: Tensor, axes: number | readonly number[], { keepdims }): [mean: Tensor, variance: Tensor] => {
    const { mean, variance } = tf.moments(toFloat(x), frontAxes("moments", axes, x.rank), keepdims);
    return [mean, variance];
  },
  spec: (x: unknown, axes: number | readonly number[], { keepdims }: { keepdims: boolean }) => {
    const { shape, dtype } = specOf(x);
    const reduced = spec(reducedShape(shape, frontAxes("moments", axes, shape.length), keepdims), floatType(dtype));
    return [reduced, reduced];
  },
});

const batchNorm = /* @__PURE__ */ defineOp<
  [x: Tensor, mean: Tensor, variance: Tensor, offset: Tensor | null, scale: Tensor | null, axis: number],
  { epsilon: number },
  Tensor
>({
  className: "BatchNorm",
  module: "nn",
  tensors: ["x", "mean", "variance", "offset", "scale"],
  settings: ["axis"],
  options: { epsilon: 1e-3 },
  call: (
    x: Tensor,
    mean: Tensor,
    variance: Tensor,
    offset: Tensor | null,
    scale: Tensor | null,
    axis: number,
    { epsilon },
  ) => {
    const along = frontAxis("batchNormalization", axis, x.rank);
    checkStatistics(x.shape, along, [mean.shape, variance.shape]);
    const place = (v: Tensor): Tensor =>
      along === x.rank - 1 ? v : tf.reshape(v, [...x.shape].fill(1).with(along, v.size));
    const factor = tf.rsqrt(tf.add(place(variance), epsilon));
    const slope = scale === null ? factor : tf.mul(factor, place(scale));
    const shift = tf.mul(place(mean), slope);
    const level = offset === null ? tf.neg(shift) : tf.sub(place(offset), shift);
    return tf.add(tf.mul(toFloat(x), slope), level);
  },
  spec: (x: unknown, mean: unknown, variance: unknown, _offset: unknown, _scale: unknown, axis: number) => {
    const { shape, dtype } = specOf(x);
    const along = frontAxis("batchNormalization", axis, shape.length);
    checkStatistics(shape, along, [specOf(mean).shape, specOf(variance).shape]);
    return spec(shape, floatType(dtype));
  },
});

/** Options of {@link batchNormalization}. */
export interface BatchNormalizationOptions<T = TensorLike> {
  /** What is added at the end. */
  readonly offset?: T | null;
  /** What the normalised tensor is multiplied with. */
  readonly scale?: T | null;
  /** What is added to the variance: 0.001 unless told. */
  readonly epsilon?: number;
}

/**
 * The tensor normalised by given statistics: `(x - mean) / √(variance + ε) · scale + offset`.
 *
 * - x: any shape
 * - mean, variance, offset, scale: `[n]`, the size of the axis
 *
 * @throws {ShapeError} when the statistics do not fit the axis.
 * @see {@link https://arxiv.org/abs/1502.03167 | Ioffe and Szegedy, 2015}
 * @see {@link https://keras.io/api/ops/nn/#batchnormalization-function | keras.ops.batch_normalization}
 * @example
 * batchNormalization([[1, 4]], [0, 2], [1, 4], -1, { epsilon: 0 }); // [[1, 1]]
 */
export const batchNormalization = /* @__PURE__ */ Object.assign(normalizeBatch, { definition: batchNorm.definition });

function normalizeBatch(
  x: TensorLike,
  mean: TensorLike,
  variance: TensorLike,
  axis: number,
  options?: BatchNormalizationOptions,
): Tensor;
function normalizeBatch(
  x: TensorLike | KerasTensor,
  mean: TensorLike | KerasTensor,
  variance: TensorLike | KerasTensor,
  axis: number,
  options?: BatchNormalizationOptions<TensorLike | KerasTensor>,
): KerasTensor;
function normalizeBatch(
  x: TensorLike | KerasTensor,
  mean: TensorLike | KerasTensor,
  variance: TensorLike | KerasTensor,
  axis: number,
  { offset = null, scale = null, epsilon = 1e-3 }: BatchNormalizationOptions<TensorLike | KerasTensor> = {},
): Tensor | KerasTensor {
  return batchNorm(x, mean, variance, offset, scale, axis, { epsilon });
}

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

function checkStatistics(shape: Shape, axis: number, statistics: readonly Shape[]): void {
  const size = shape[axis];
  for (const own of statistics) {
    if (own.length === 1 && (own[0] === size || own[0] === null || size === null)) continue;
    throw shapeError("batchNormalization", `mean and variance must have the shape [${size}] of axis ${axis}`, own);
  }
}
