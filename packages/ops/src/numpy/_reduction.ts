import { type DType, defineOp, type Op, type Tensor } from "@hornbeam/core";
import { type Axis, frontAxes, reducedShape } from "../_axes.ts";
import { spec, specOf } from "../_spec.ts";
import type { WeakDType } from "../dtypes.ts";

export type Reduction = Op<[x: Tensor], { axis: Axis; keepdims: boolean }, Tensor>;

/** An op over axes: `f` gets them counted from the front, in increasing order. */
export function reduction(
  className: string,
  f: (x: Tensor, axes: number[], keepdims: boolean) => Tensor,
  dtypeOf: (dtype: DType | WeakDType) => DType | WeakDType,
  module = "numpy",
): Reduction {
  const op = className[0]!.toLowerCase() + className.slice(1);
  return defineOp<[x: Tensor], { axis: Axis; keepdims: boolean }, Tensor>({
    className,
    module,
    tensors: ["x"],
    options: { axis: null as Axis, keepdims: false },
    call: (x: Tensor, { axis, keepdims }) => f(x, frontAxes(op, axis, x.rank), keepdims),
    spec: (x: unknown, { axis, keepdims }: { axis: Axis; keepdims: boolean }) => {
      const { shape, dtype } = specOf(x);
      return spec(reducedShape(shape, frontAxes(op, axis, shape.length), keepdims), dtypeOf(dtype));
    },
  });
}

/** The dtype of a sum: small integers and booleans become 32-bit integers. */
export function sumType(dtype: DType | WeakDType): DType | WeakDType {
  if (dtype === "bool" || dtype === "int8" || dtype === "int16") return "int32";
  return dtype === "uint8" || dtype === "uint16" ? "uint32" : dtype;
}
