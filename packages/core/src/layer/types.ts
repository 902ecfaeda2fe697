import type { Tensor } from "@hornbeam/kernels/tfjs";
import type { DType } from "../array/dtype.ts";
import type { NDArray } from "../array/nd-array.ts";
import type { KnownShape, Shape } from "../array/shape.ts";
import type { KerasTensor } from "../graph/keras-tensor.ts";
import type { Constraint } from "../objects/constraint.ts";
import type { Regularizer } from "../objects/regularizer.ts";
import type { Initial } from "../tensor/initial-value.ts";
import type { TensorLike } from "../tensor/to-tensor.ts";
import type { Variable } from "../tensor/variable.ts";

/** What a layer takes and gives: a tensor, a list of them, or a record. */
export type Inputs = Tensor | readonly Tensor[] | { readonly [name: string]: Tensor };
type IfAny<T, Then, Else> = 0 extends 1 & T ? Then : Else;
/** The same structure of symbolic tensors. */
// biome-ignore lint/suspicious/noExplicitAny: of anything, anything
export type Symbolic<T> = IfAny<T, any, SymbolicOf<T>>;
type SymbolicOf<T> = T extends Tensor ? KerasTensor : { readonly [K in keyof T]: KerasTensor };
/** The same structure of arrays, which become tensors; nested lists do where there is a single input. */
// biome-ignore lint/suspicious/noExplicitAny: of anything, anything
export type Convertible<T> = IfAny<T, any, ConvertibleOf<T>>;
type ConvertibleOf<T> = T extends Tensor ? TensorLike : { readonly [K in keyof T]: Tensor | Variable | NDArray };
/** The same structure of shapes. */
// biome-ignore lint/suspicious/noExplicitAny: of anything, anything
export type ShapeOf<T> = IfAny<T, any, ShapesOf<T>>;
type ShapesOf<T> = T extends Tensor ? Shape : { readonly [K in keyof T]: Shape };

/** What goes with the inputs of a call. */
export interface CallOptions {
  /** Whether the call is part of training; that of the call around it unless given, and false outside of any. */
  readonly training?: boolean | null;
  /** Bool, `[batch, steps]`: false where a step is to be skipped. That of the inputs unless given. */
  readonly mask?: unknown;
  readonly [argument: string]: unknown;
}

export interface WeightOptions {
  readonly name: string;
  readonly shape: KnownShape;
  /** An initializer, a function of shape and dtype, a value, `"zeros"` or `"ones"`. */
  readonly initializer: Initial;
  readonly dtype?: DType;
  readonly trainable?: boolean;
  readonly regularizer?: Regularizer | null;
  readonly constraint?: Constraint | null;
}
