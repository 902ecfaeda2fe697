import { type DType, defineOp, type Shape, standardizeDType, type Tensor, type TensorSpec } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { as } from "../_operands.ts";
import { spec, specOf } from "../_spec.ts";

interface LikeOptions {
  dtype: DType | null;
}

const options: LikeOptions = { dtype: null };

/**
 * Zeros in the shape and dtype of another tensor.
 *
 * @see {@link https://keras.io/api/ops/numpy/#zeroslike-function | keras.ops.zeros_like}
 * @example
 * zerosLike([1, 2]); // [0, 0]
 */
export const zerosLike = /* @__PURE__ */ defineOp<[x: Tensor], LikeOptions, Tensor>({
  className: "ZerosLike",
  module: "numpy",
  tensors: ["x"],
  options,
  call: (x: Tensor, { dtype }) => as(tf.zeros(x.shape, x.dtype), dtype ?? (x.dtype as DType)),
  spec: likeSpec,
});

/**
 * A tensor in the shape and dtype of another, whose values do not matter: zeros, for nothing is left uninitialized here.
 *
 * @see {@link https://keras.io/api/ops/numpy/#emptylike-function | keras.ops.empty_like}
 * @example
 * emptyLike([1, 2]).shape; // [2]
 */
export const emptyLike = /* @__PURE__ */ defineOp<[x: Tensor], LikeOptions, Tensor>({
  className: "EmptyLike",
  module: "numpy",
  tensors: ["x"],
  options,
  call: (x: Tensor, { dtype }) => as(tf.zeros(x.shape, x.dtype), dtype ?? (x.dtype as DType)),
  spec: likeSpec,
});

/**
 * Ones in the shape and dtype of another tensor.
 *
 * @see {@link https://keras.io/api/ops/numpy/#oneslike-function | keras.ops.ones_like}
 * @example
 * onesLike([3, 2]); // [1, 1]
 */
export const onesLike = /* @__PURE__ */ defineOp<[x: Tensor], LikeOptions, Tensor>({
  className: "OnesLike",
  module: "numpy",
  tensors: ["x"],
  options,
  call: (x: Tensor, { dtype }) => as(tf.ones(x.shape, x.dtype), dtype ?? (x.dtype as DType)),
  spec: likeSpec,
});

/**
 * One value in the shape and dtype of another tensor.
 *
 * @see {@link https://keras.io/api/ops/numpy/#fulllike-function | keras.ops.full_like}
 * @example
 * fullLike([1, 2], 7); // [7, 7]
 */
export const fullLike = /* @__PURE__ */ defineOp<[x: Tensor, fillValue: Tensor], LikeOptions, Tensor>({
  className: "FullLike",
  module: "numpy",
  tensors: ["x", "fill_value"],
  options,
  call: (x: Tensor, fillValue: Tensor, { dtype }) =>
    tf.broadcastTo(as(fillValue, dtype ?? (x.dtype as DType)), x.shape),
  spec: (x: unknown, _fillValue: unknown, given: LikeOptions) => likeSpec(x, given),
});

function likeSpec(x: unknown, { dtype }: LikeOptions): TensorSpec {
  const own = specOf(x);
  const shape: Shape = own.shape;
  return dtype === null ? spec(shape, own.dtype) : { shape, dtype: standardizeDType(dtype) };
}
