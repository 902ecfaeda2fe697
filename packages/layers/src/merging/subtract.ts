import { defineLayer, type OptionsOf, type Shape, type Tensor } from "@hornbeam/core";
import * as ops from "@hornbeam/ops";
import { Merge, type MergeFunction } from "./_merge.ts";

/**
 * Subtracts the second of two inputs from the first: `a - b`.
 *
 * - input: a list of 2 tensors of one shape, or of shapes that broadcast against each other
 * - output: the broadcast shape
 *
 * @throws {ShapeError} when the shapes do not broadcast, or there are not 2 inputs.
 * @see {@link https://keras.io/api/layers/merging_layers/subtract/ | keras.layers.Subtract}
 * @example
 * new Subtract()([tensor([[1, 2, 3]]), tensor([[4, 5, 6]])]); // [[-3, -3, -3]]
 */
export class Subtract extends /* @__PURE__ */ defineLayer("keras.layers.Subtract", {}, Merge) {
  override build(inputShapes: readonly Shape[]): void {
    this.checkList(inputShapes, 2);
    super.build(inputShapes);
  }

  protected override merge(inputs: readonly Tensor[]): Tensor {
    return ops.subtract(inputs[0]!, inputs[1]!);
  }
}

/** `new Subtract(options)(inputs)`. */
export const subtract = ((inputs: readonly Tensor[], options?: OptionsOf<typeof Subtract>) =>
  new Subtract(options)(inputs)) as MergeFunction<OptionsOf<typeof Subtract>>;
