import type { Tensor } from "@hornbeam/kernels/tfjs";
import { tidy } from "../memory/scope.ts";
import type { Schema } from "../options/option.ts";
import { type TensorLike, toTensor } from "../tensor/to-tensor.ts";
import { Configured } from "./configured.ts";
import { type Defined, define } from "./define.ts";

export interface Constraint {
  (w: TensorLike): Tensor;
}
/**
 * Parent of projections: called on a weight after each step, gives the value that it is to take.
 *
 * @see {@link https://keras.io/api/layers/constraints/ | keras.constraints.Constraint}
 */
export abstract class Constraint extends Configured {
  static override readonly schema = {};

  abstract call(w: Tensor): Tensor;

  protected __call__(w: TensorLike): Tensor {
    return tidy(() => this.call(toTensor(w, { dtype: "float32" })));
  }
}

/** Declares a constraint: its Keras name and its options. */
export function defineConstraint<const N extends string, S extends Schema>(
  className: N,
  own: S,
): Defined<N, S, Constraint> {
  return define(className, own, Constraint as never) as never; // the table types the class
}
