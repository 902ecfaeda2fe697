import type { DType, Tensor, TensorLike, TensorSpec } from "@hornbeam/core";
import { as, asTensor, operands } from "./_operands.ts";
import { argumentError, specOf } from "./_spec.ts";
import { resultType } from "./dtypes.ts";

/** A list of tensors, in the dtype in which theirs meet. */
export function tensorList(op: string, argument: string, values: unknown): Tensor[] {
  checkList(op, argument, values);
  return operands(op, values as readonly TensorLike[]);
}

/** Shapes of a list of tensors, and the dtype in which theirs meet. */
export function listSpecs(op: string, argument: string, values: unknown): { specs: TensorSpec[]; dtype: DType } {
  checkList(op, argument, values);
  const specs = (values as readonly unknown[]).map(specOf);
  const dtype = resultType(...specs.map((one) => one.dtype));
  return { specs: specs.map(({ shape }) => ({ shape, dtype })), dtype };
}

function checkList(op: string, argument: string, values: unknown): void {
  if (!Array.isArray(values) || values.length === 0)
    throw argumentError(op, argument, "be a list of at least one tensor", values);
}

/** Any argument as an int32 tensor: indices. */
export function indexTensor(op: string, value: TensorLike): Tensor {
  return as(asTensor(op, value), "int32");
}
