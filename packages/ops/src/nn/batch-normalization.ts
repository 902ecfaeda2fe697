import { defineOp, type KerasTensor, type Shape, type Tensor, type TensorLike } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { frontAxis } from "../_axes.ts";
import { toFloat } from "../_operands.ts";
import { floatType, shapeError, spec, specOf } from "../_spec.ts";

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

function checkStatistics(shape: Shape, axis: number, statistics: readonly Shape[]): void {
  const size = shape[axis];
  for (const own of statistics) {
    if (own.length === 1 && (own[0] === size || own[0] === null || size === null)) continue;
    throw shapeError("batchNormalization", `mean and variance must have the shape [${size}] of axis ${axis}`, own);
  }
}
