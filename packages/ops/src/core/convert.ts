import {
  type DType,
  isKerasTensor,
  type KerasTensor,
  type KnownShape,
  NDArray,
  type Shape,
  standardizeDType,
  type Tensor,
  type TensorLike,
  toNDArray,
  toTensor,
  Variable,
} from "@hornbeam/core";
import { argumentError, specOf } from "../_spec.ts";
import { cast } from "./cast.ts";

/**
 * A tensor of nested lists, a typed array, a host array or a number. Numbers in lists become float32 unless `dtype`
 * says otherwise; a bare whole number becomes int32.
 *

 * @example
 * tensor([[1, 2], [3, 4]]).shape; // [2, 2]
 * tensor([1, 2, 3], { dtype: "int32" }).dtype; // "int32"
 */
export function tensor(value: TensorLike, options: { readonly dtype?: DType } = {}): Tensor {
  return toTensor(value, { ...options, action: "call ops.tensor" });
}

interface DenseOptions {
  /** There are no sparse tensors here: false or null. */
  readonly sparse?: boolean | null;
  /** There are no ragged tensors here: false or null. */
  readonly ragged?: boolean | null;
}

/**
 * A tensor of whatever stands for one; a tensor of that dtype is given back as it is, a symbolic one is cast.
 *
 * @throws {OptionError} when a sparse or ragged tensor is asked for.
 * @see {@link https://keras.io/api/ops/core/#converttotensor-function | keras.ops.convert_to_tensor}
 * @example
 * convertToTensor([1, 2], "int32"); // [1, 2]
 */
export function convertToTensor(value: TensorLike, dtype?: DType | null, options?: DenseOptions): Tensor;
export function convertToTensor(
  value: TensorLike | KerasTensor,
  dtype?: DType | null,
  options?: DenseOptions,
): Tensor | KerasTensor;
export function convertToTensor(
  value: TensorLike | KerasTensor,
  dtype?: DType | null,
  { sparse, ragged }: DenseOptions = {},
): Tensor | KerasTensor {
  const asked = sparse ? "sparse" : ragged ? "ragged" : undefined;
  if (asked) throw argumentError("convertToTensor", asked, "be false: all tensors here are dense", true);
  const wanted = dtype == null ? undefined : standardizeDType(dtype, "call ops.convertToTensor");
  if (isKerasTensor(value)) return wanted === undefined || value.dtype === wanted ? value : cast(value, wanted);
  return toTensor(value, { action: "call ops.convertToTensor", ...(wanted && { dtype: wanted }) });
}

/**
 * A copy of a tensor in host memory.
 *
 * @see {@link https://keras.io/api/ops/core/#converttonumpy-function | keras.ops.convert_to_numpy}
 * @example
 * convertToNumpy(tensor([1, 2])).toArray(); // [1, 2]
 */
export function convertToNumpy(x: Tensor | Variable | NDArray): NDArray {
  if (x instanceof Variable) return x.numpy();
  return x instanceof NDArray ? x : toNDArray(toTensor(x, { action: "call ops.convertToNumpy" }));
}

/**
 * Sizes of the axes; null where a symbolic tensor's is not known.
 *
 * @see {@link https://keras.io/api/ops/core/#shape-function | keras.ops.shape}
 * @example
 * shape(zeros([2, 3])); // [2, 3]
 */
export function shape(x: TensorLike): KnownShape;
export function shape(x: TensorLike | KerasTensor): Shape;
export function shape(x: TensorLike | KerasTensor): Shape {
  return specOf(x).shape;
}

/**
 * Number of axes.
 *
 * @see {@link https://keras.io/api/ops/numpy/#ndim-function | keras.ops.ndim}
 * @example
 * ndim([[1, 2]]); // 2
 */
export function ndim(x: TensorLike | KerasTensor): number {
  return specOf(x).shape.length;
}

/**
 * The dtype of a tensor, or that which it would have.
 *
 * @see {@link https://keras.io/api/ops/core/ | keras.ops.dtype}
 * @example
 * dtype(zeros([2])); // "float32"
 */
export function dtype(x: TensorLike | KerasTensor): DType {
  const own = specOf(x).dtype;
  return own === "int" ? "int32" : own === "float" ? "float32" : own;
}
