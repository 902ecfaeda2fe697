import { defineOp, type Op, type Tensor, type TensorLike } from "@hornbeam/core";
import { as, operands, toFloat } from "./_operands.ts";
import { broadcastShapes, floatType, spec, specOf } from "./_spec.ts";
import type { WeakDType } from "./dtypes.ts";

export type UnaryOp = Op<[x: Tensor], object, Tensor>;
export type BinaryOp = Op<[x1: Tensor, x2: Tensor], object, Tensor>;

/** An op of one tensor, element by element, on real numbers: integers and booleans become float32. */
export function floatUnary(className: string, f: (x: Tensor) => Tensor, module = "numpy"): UnaryOp {
  return defineOp<[x: Tensor], object, Tensor>({
    className,
    module,
    tensors: ["x"],
    call: (x: Tensor) => f(toFloat(x)),
    spec: (x: unknown) => spec(specOf(x).shape, floatType(specOf(x).dtype)),
  });
}

/** An op of one tensor, element by element, that keeps the dtype; booleans become int32 unless they may stay. */
export function sameUnary(
  className: string,
  f: (x: Tensor) => Tensor,
  { bool = "keep", module = "numpy" }: { readonly bool?: "keep" | "int32"; readonly module?: string } = {},
): UnaryOp {
  const widened = (dtype: string) => bool === "int32" && dtype === "bool";
  return defineOp<[x: Tensor], object, Tensor>({
    className,
    module,
    tensors: ["x"],
    call: (x: Tensor) => f(widened(x.dtype) ? as(x, "int32") : x),
    spec: (x: unknown) => {
      const { shape, dtype } = specOf(x);
      return widened(dtype) ? spec(shape, "int32") : spec(shape, dtype);
    },
  });
}

/** An op of one tensor that tells something of each element: a bool. */
export function testUnary(className: string, f: (x: Tensor) => Tensor): UnaryOp {
  return defineOp<[x: Tensor], object, Tensor>({
    className,
    module: "numpy",
    tensors: ["x"],
    call: (x: Tensor) => f(x),
    spec: (x: unknown) => ({ shape: specOf(x).shape, dtype: "bool" as const }),
  });
}

interface BinaryTraits {
  readonly module?: string;
  readonly tensors?: readonly [string, string];
  /** Further dtypes that the result's dtype is to meet. */
  readonly also?: readonly WeakDType[];
  /** Whether booleans are computed as int32. */
  readonly boolAsInt?: boolean;
  /** Whether the result is a bool. */
  readonly test?: boolean;
}

/** An op of two tensors with broadcasting, computed in the dtype in which theirs meet. */
export function binary(
  className: string,
  f: (x1: Tensor, x2: Tensor, given: readonly [unknown, unknown]) => Tensor,
  { module = "numpy", tensors = ["x1", "x2"], also = [], boolAsInt = false, test = false }: BinaryTraits = {},
): BinaryOp {
  const op = className[0]!.toLowerCase() + className.slice(1);
  return defineOp<[x1: Tensor, x2: Tensor], object, Tensor>({
    className,
    module,
    tensors,
    raw: true,
    call: (x1: Tensor, x2: Tensor) => {
      const [a, b] = operands(op, [x1, x2] as TensorLike[], ...also);
      return boolAsInt && a!.dtype === "bool" ? f(as(a!, "int32"), as(b!, "int32"), [x1, x2]) : f(a!, b!, [x1, x2]);
    },
    spec: (x1: unknown, x2: unknown) => {
      const [a, b] = [specOf(x1), specOf(x2)];
      const shape = broadcastShapes(op, a.shape, b.shape);
      if (test) return { shape, dtype: "bool" as const };
      const result = spec(shape, a.dtype, b.dtype, ...also);
      return boolAsInt && result.dtype === "bool" ? spec(shape, "int32") : result;
    },
  });
}
