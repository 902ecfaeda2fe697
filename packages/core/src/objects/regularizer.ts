import type { Tensor } from "@hornbeam/kernels/tfjs";
import { tidy } from "../memory/scope.ts";
import type { Schema } from "../options/option.ts";
import { type TensorLike, toTensor } from "../tensor/to-tensor.ts";
import { Configured } from "./configured.ts";
import { type Defined, define } from "./define.ts";

export interface Regularizer {
  (x: TensorLike): Tensor;
}
/**
 * Parent of penalties: called on a weight or an activity, gives a scalar that is added to the loss.
 *
 * @see {@link https://keras.io/api/layers/regularizers/ | keras.regularizers.Regularizer}
 */
export abstract class Regularizer extends Configured {
  static override readonly schema = {};

  abstract call(x: Tensor): Tensor;

  protected __call__(x: TensorLike): Tensor {
    return tidy(() => this.call(toTensor(x, { dtype: "float32" })));
  }
}

/** Declares a regularizer: its Keras name and its options. */
export function defineRegularizer<const N extends string, S extends Schema>(
  className: N,
  own: S,
): Defined<N, S, Regularizer> {
  return define(className, own, Regularizer as never) as never; // the table types the class
}
