import type { Tensor } from "@hornbeam/kernels/tfjs";
import type { DType } from "../array/dtype.ts";
import type { KnownShape } from "../array/shape.ts";
import { tidy } from "../memory/scope.ts";
import type { Schema } from "../options/option.ts";
import { Configured } from "./configured.ts";
import { type Defined, define } from "./define.ts";

export interface Initializer {
  (shape: KnownShape, dtype?: DType): Tensor;
}
/**
 * Parent of what makes the starting values of a weight: called on a shape, gives a tensor.
 *
 * @see {@link https://keras.io/api/layers/initializers/ | keras.initializers.Initializer}
 */
export abstract class Initializer extends Configured {
  static override readonly schema = {};

  abstract call(shape: KnownShape, dtype: DType): Tensor;

  protected __call__(shape: KnownShape, dtype: DType = "float32"): Tensor {
    return tidy(() => this.call(shape, dtype));
  }
}

/** Declares an initializer: its Keras name and its options. */
export function defineInitializer<const N extends string, S extends Schema>(
  className: N,
  own: S,
): Defined<N, S, Initializer> {
  return define(className, own, Initializer as never) as never; // the table types the class
}
