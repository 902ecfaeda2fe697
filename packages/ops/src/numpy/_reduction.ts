import { type DType, defineOp, type Op, type Tensor, tensorDType } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { type Axis, frontAxes, reducedShape } from "../_axes.ts";
import { shapeError, spec, specOf } from "../_spec.ts";
import { resultType, type WeakDType } from "../dtypes.ts";

export type Reduction = Op<[x: Tensor], { axis: Axis; keepdims: boolean }, Tensor>;

/**
 * An op over axes: `f` gets them counted from the front, in increasing order, and a tensor that has elements.
 *
 * @param ofNothing The result where there is none; null refuses.
 */
export function reduction(
  className: string,
  f: (x: Tensor, axes: number[], keepdims: boolean) => Tensor,
  dtypeOf: (dtype: DType | WeakDType) => DType | WeakDType,
  { ofNothing, module = "numpy" }: { readonly ofNothing: number | null; readonly module?: string },
): Reduction {
  const op = className[0]!.toLowerCase() + className.slice(1);
  return defineOp<[x: Tensor], { axis: Axis; keepdims: boolean }, Tensor>({
    className,
    module,
    tensors: ["x"],
    options: { axis: null as Axis, keepdims: false },
    call: (x: Tensor, { axis, keepdims }) => {
      const axes = frontAxes(op, axis, x.rank);
      // the backend leaves what it makes of no elements to chance
      if (x.size > 0) return f(x, axes, keepdims);
      if (ofNothing === null) throw shapeError(op, "the tensor must have elements", x.shape);
      const dtype = tensorDType(resultType(dtypeOf(x.dtype as DType))) as "float32";
      return tf.fill(reducedShape(x.shape, axes, keepdims) as number[], ofNothing, dtype);
    },
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
