import {
  classNameOf,
  type DType,
  defineInitializer,
  type KnownShape,
  number,
  refusal,
  ShapeError,
  type Tensor,
} from "@hornbeam/core";
import { cast, eye, multiply } from "@hornbeam/ops";

/**
 * The identity matrix, scaled: `gain` on the main diagonal, 0 elsewhere. For matrices only.
 *
 * - call: `[rows, columns]` and a dtype give a tensor
 *
 * @throws {ShapeError} when the shape is not that of a matrix.
 * @see {@link https://keras.io/api/layers/initializers/#identity-class | keras.initializers.Identity}
 * @example
 * new Identity({ gain: 2 })([2, 2]); // [[2, 0], [0, 2]]
 */
export class Identity extends /* @__PURE__ */ defineInitializer("keras.initializers.Identity", {
  /** The value on the diagonal. Keras loses it on saving; here it is written where it is not 1. */
  gain: number(1, { writtenIfSet: true }),
}) {
  override call(shape: KnownShape, dtype: DType): Tensor {
    if (shape.length !== 2) {
      throw refusal(ShapeError, {
        action: `call ${classNameOf(Identity)}`,
        expected: "it can only be used for 2D matrices",
        receivedAs: "shape",
        received: shape,
      });
    }
    return cast(multiply(eye(shape[0]!, shape[1]!), this.gain), dtype);
  }
}
