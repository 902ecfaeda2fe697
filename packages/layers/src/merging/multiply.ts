import { defineLayer, type OptionsOf, type Tensor } from "@hornbeam/core";
import * as ops from "@hornbeam/ops";
import { Merge, type MergeFunction } from "./_merge.ts";

/**
 * Multiplies its inputs element by element: `a · b · …`.
 *
 * - input: a list of tensors of one shape, or of shapes that broadcast against each other
 * - output: the broadcast shape
 *
 * @throws {ShapeError} when the shapes do not broadcast.
 * @see {@link https://keras.io/api/layers/merging_layers/multiply/ | keras.layers.Multiply}
 * @example
 * new Multiply()([tensor([[1, 2, 3]]), tensor([[4, 5, 6]])]); // [[4, 10, 18]]
 */
export class Multiply extends /* @__PURE__ */ defineLayer("keras.layers.Multiply", {}, Merge) {
  protected override merge(inputs: readonly Tensor[]): Tensor {
    return inputs.reduce((product, input) => ops.multiply(product, input));
  }
}

/** `new Multiply(options)(inputs)`. */
export const multiply = ((inputs: readonly Tensor[], options?: OptionsOf<typeof Multiply>) =>
  new Multiply(options)(inputs)) as MergeFunction<OptionsOf<typeof Multiply>>;
