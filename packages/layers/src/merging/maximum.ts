import { defineLayer, type OptionsOf, type Tensor } from "@hornbeam/core";
import * as ops from "@hornbeam/ops";
import { Merge, type MergeFunction } from "./_merge.ts";

/**
 * Takes the largest of its inputs, element by element: `max(a, b, …)`.
 *
 * - input: a list of tensors of one shape, or of shapes that broadcast against each other
 * - output: the broadcast shape
 *
 * @throws {ShapeError} when the shapes do not broadcast.
 * @see {@link https://keras.io/api/layers/merging_layers/maximum/ | keras.layers.Maximum}
 * @example
 * new Maximum()([tensor([[1, 2, 3]]), tensor([[4, 5, 6]])]); // [[4, 5, 6]]
 */
export class Maximum extends /* @__PURE__ */ defineLayer("keras.layers.Maximum", {}, Merge) {
  protected override merge(inputs: readonly Tensor[]): Tensor {
    return inputs.reduce((most, input) => ops.maximum(most, input));
  }
}

/** `new Maximum(options)(inputs)`. */
export const maximum = ((inputs: readonly Tensor[], options?: OptionsOf<typeof Maximum>) =>
  new Maximum(options)(inputs)) as MergeFunction<OptionsOf<typeof Maximum>>;
