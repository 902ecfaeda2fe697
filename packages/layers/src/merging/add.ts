import { defineLayer, type OptionsOf, type Tensor } from "@hornbeam/core";
import * as ops from "@hornbeam/ops";
import { Merge, type MergeFunction } from "./_merge.ts";

/**
 * Adds its inputs: `a + b + …`.
 *
 * - input: a list of tensors of one shape, or of shapes that broadcast against each other
 * - output: the broadcast shape
 *
 * @throws {ShapeError} when the shapes do not broadcast.
 * @see {@link https://keras.io/api/layers/merging_layers/add/ | keras.layers.Add}
 * @example
 * new Add()([tensor([[1, 2, 3]]), tensor([[4, 5, 6]])]); // [[5, 7, 9]]
 */
export class Add extends /* @__PURE__ */ defineLayer("keras.layers.Add", {}, Merge) {
  protected override merge(inputs: readonly Tensor[]): Tensor {
    return inputs.reduce((sum, input) => ops.add(sum, input));
  }
}

/** `new Add(options)(inputs)`. */
export const add = ((inputs: readonly Tensor[], options?: OptionsOf<typeof Add>) =>
  new Add(options)(inputs)) as MergeFunction<OptionsOf<typeof Add>>;
