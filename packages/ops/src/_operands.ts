import { type DType, isFloat, type Tensor, type TensorLike, tensorDType, toTensor, Variable } from "@hornbeam/core";
import { cast as castTensor, scalar } from "@hornbeam/kernels/tfjs";
import { weakDType } from "./_spec.ts";
import { resultType, type WeakDType } from "./dtypes.ts";

/** What an op that takes its arguments as they are was given, in one dtype. Bare numbers become scalars of that dtype. */
export function operands(op: string, values: readonly TensorLike[], ...also: readonly (DType | WeakDType)[]): Tensor[] {
  const tensors = values.map((value) =>
    typeof value === "number" ? value : toTensor(value, { action: `call ops.${op}` }),
  );
  const dtypes = tensors.map((value) => (typeof value === "number" ? weakDType(value) : (value.dtype as DType)));
  const dtype =
    dtypes.every((one) => one === dtypes[0]) && also.length === 0 && dtypes[0] !== undefined
      ? resultType(dtypes[0])
      : resultType(...dtypes, ...also);
  return tensors.map((value) => (typeof value === "number" ? number(value, dtype) : as(value, dtype)));
}

/** A scalar tensor of a dtype. */
export function number(value: number, dtype: DType = "float32"): Tensor {
  return scalar(dtype === "bool" ? value !== 0 : value, tensorDType(dtype));
}

/** The tensor in a dtype: itself if it has that one. */
export function as(x: Tensor, dtype: DType): Tensor {
  const own = tensorDType(dtype);
  return x.dtype === own ? x : castTensor(x, own);
}

/** The tensor, where integers and booleans become float32. */
export function toFloat(x: Tensor): Tensor {
  return isFloat(x.dtype) ? x : castTensor(x, "float32");
}

/** Any argument as a tensor. */
export function asTensor(op: string, value: TensorLike, dtype?: DType): Tensor {
  const action = `call ops.${op}`;
  return toTensor(value, dtype === undefined ? { action } : { dtype, action });
}

export type { Tensor, TensorLike };
export { Variable };
