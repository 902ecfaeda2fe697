import { defineLayer, type OptionsOf, type Tensor } from "@hornbeam/core";
import * as ops from "@hornbeam/ops";
import { Merge, type MergeFunction } from "./_merge.ts";

/**
 * Averages its inputs element by element: `(a + b + …) / n`.
 *
 * - input: a list of tensors of one shape, or of shapes that broadcast against each other
 * - output: the broadcast shape
 *
 * @throws {ShapeError} when the shapes do not broadcast.
 * @see {@link https://keras.io/api/layers/merging_layers/average/ | keras.layers.Average}
 * @example
 * new Average()([tensor([[1, 2, 3]]), tensor([[4, 5, 6]])]); // [[2.5, 3.5, 4.5]]
 */
export class Average extends /* @__PURE__ */ defineLayer("keras.layers.Average", {}, Merge) {
  protected override merge(inputs: readonly Tensor[]): Tensor {
    return ops.divide(
      inputs.reduce((sum, input) => ops.add(sum, input)),
      inputs.length,
    );
  }
}

/** `new Average(options)(inputs)`. */
export const average = ((inputs: readonly Tensor[], options?: OptionsOf<typeof Average>) =>
  new Average(options)(inputs)) as MergeFunction<OptionsOf<typeof Average>>;
