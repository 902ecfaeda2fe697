import type { Tensor } from "@hornbeam/kernels/tfjs";
import type { DType } from "../array/dtype.ts";
import type { Shape } from "../array/shape.ts";
import { isTracing } from "../context/call-context.ts";
import { KerasTensor } from "./keras-tensor.ts";

/**
 * What stands for a tensor whose sizes are not all known, where only shapes are learnt: `ops.zeros(ops.shape(x))` in the
 * `call` of a layer that is called on a symbolic tensor. Undefined everywhere else, and where all sizes are known.
 */
export function ofUnknownSizes(shape: Shape, dtype: DType): Tensor | undefined {
  if (!isTracing() || !Array.isArray(shape) || !shape.includes(null)) return undefined;
  return new KerasTensor(shape, dtype, "") as unknown as Tensor; // `call` sees tensors, whatever they are made of
}
