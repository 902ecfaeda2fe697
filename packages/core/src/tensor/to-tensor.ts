import { cast, Tensor, tensor } from "@hornbeam/kernels/tfjs";
import { type DType, tensorDType } from "../array/dtype.ts";
import { NDArray } from "../array/nd-array.ts";
import type { Nested } from "../array/nested.ts";
import { convert, holds, type Storage } from "../array/storage.ts";
import { requireBackend } from "../backend/ready.ts";
import { DTypeError, refusal } from "../errors.ts";
import { KerasTensor } from "../graph/keras-tensor.ts";
import { backendCopies } from "./_copies.ts";
import { Variable } from "./variable.ts";

/** Whatever stands for a tensor: a tensor, a variable, a host array, a number, nested lists, a typed array. */
export type TensorLike = Tensor | Variable | NDArray | Nested;

export interface ConversionOptions {
  readonly dtype?: DType;
  /** What was tried, for messages: `call Dense "dense"`. */
  readonly action?: string;
}

/**
 * A tensor as it is, or a new one of what stands for it. A bare whole number becomes int32 and any other number
 * float32; numbers in lists become float32.
 */
export function toTensor(value: TensorLike, { dtype, action = "make a tensor" }: ConversionOptions = {}): Tensor {
  if (value instanceof Variable) return castTo(value.value, dtype);
  if (value instanceof Tensor) return castTo(value, dtype);
  if (value instanceof KerasTensor) {
    const hint = "Build a model from it, or pass a tensor.";
    throw refusal(DTypeError, { action, expected: "a tensor must hold numbers", received: value, hint });
  }
  requireBackend(action);
  const wanted = dtype ?? (typeof value === "number" ? (Number.isInteger(value) ? "int32" : "float32") : undefined);
  const array = NDArray.from(value as Nested | NDArray, value instanceof NDArray ? undefined : wanted);
  return fromArray(array, wanted ?? array.dtype);
}

function fromArray(array: NDArray, dtype: DType): Tensor {
  const own = tensorDType(dtype);
  // a backend that keeps a reference to typed arrays gets a copy of its own
  const fits = holds(array.data, own) && (own === array.dtype || own !== "bool");
  const shared = fits && own !== "string" && backendCopies();
  const data: Storage = shared ? array.data : convert(array.data, own);
  return tensor(data as Float32Array, [...array.shape], own);
}

function castTo(value: Tensor, dtype: DType | undefined): Tensor {
  if (dtype === undefined || value.dtype === tensorDType(dtype)) return value;
  return cast(value, tensorDType(dtype));
}
