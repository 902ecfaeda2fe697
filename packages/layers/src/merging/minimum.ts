import { defineLayer, type OptionsOf, type Tensor } from "@hornbeam/core";
import * as ops from "@hornbeam/ops";
import { Merge, type MergeFunction } from "./_merge.ts";

/**
 * Takes the smallest of its inputs, element by element: `min(a, b, …)`.
 *
 * - input: a list of tensors of one shape, or of shapes that broadcast against each other
 * - output: the broadcast shape
 *
 * @throws {ShapeError} when the shapes do not broadcast.
 * @see {@link https://keras.io/api/layers/merging_layers/minimum/ | keras.layers.Minimum}
 * @example
 * new Minimum()([tensor([[1, 2, 3]]), tensor([[4, 5, 6]])]); // [[1, 2, 3]]
 */
export class Minimum extends /* @__PURE__ */ defineLayer("keras.layers.Minimum", {}, Merge) {
  protected override merge(inputs: readonly Tensor[]): Tensor {
    return inputs.reduce((least, input) => ops.minimum(least, input));
  }
}

/** `new Minimum(options)(inputs)`. */
export const minimum = ((inputs: readonly Tensor[], options?: OptionsOf<typeof Minimum>) =>
  new Minimum(options)(inputs)) as MergeFunction<OptionsOf<typeof Minimum>>;
