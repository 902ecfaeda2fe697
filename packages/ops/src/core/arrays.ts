import { type DType, defineOp, type KerasTensor, standardizeDType, type Tensor, type TensorLike } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { product } from "../_axes.ts";
import { as } from "../_operands.ts";
import { spec, specOf } from "../_spec.ts";

/**
 * Another tensor with the same elements.
 *
 * @see {@link https://keras.io/api/ops/numpy/#copy-function | keras.ops.copy}
 * @example
 * copy([1, 2]); // [1, 2]
 */
export const copy = /* @__PURE__ */ defineOp<[x: Tensor], object, Tensor>({
  className: "Copy",
  module: "numpy",
  tensors: ["x"],
  call: (x) => tf.clone(x),
  spec: (x: unknown) => spec(specOf(x).shape, specOf(x).dtype),
});

/**
 * A tensor of whatever stands for one, in a dtype of choice.
 *
 * @see {@link https://keras.io/api/ops/numpy/#array-function | keras.ops.array}
 * @example
 * array([1, 2], { dtype: "int32" }).dtype; // "int32"
 */
export const array = /* @__PURE__ */ defineOp<[x: Tensor], { dtype: DType | null }, Tensor>({
  className: "Array",
  module: "numpy",
  tensors: ["x"],
  options: { dtype: null },
  call: (x, { dtype }) => (dtype === null ? tf.clone(x) : as(x, standardizeDType(dtype, "call ops.array"))),
  spec: (x: unknown, { dtype }: { dtype: DType | null }) =>
    dtype === null
      ? spec(specOf(x).shape, specOf(x).dtype)
      : { shape: specOf(x).shape, dtype: standardizeDType(dtype) },
});

/**
 * Number of elements; null where a symbolic tensor's is not known.
 *
 * @see {@link https://keras.io/api/ops/numpy/#size-function | keras.ops.size}
 * @example
 * size([[1, 2], [3, 4]]); // 4
 */
export function size(x: TensorLike | KerasTensor): number | null {
  return product(specOf(x).shape);
}
