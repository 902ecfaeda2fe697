import { defineLayer, type InputSpec, KerasTensor, option, type Shape, type Tensor } from "@hornbeam/core";
import { transpose } from "@hornbeam/ops";

const permutation = /* @__PURE__ */ option<readonly number[]>(
  "a list of the numbers from 1 on, in any order",
  (given) =>
    Array.isArray(given) && given.length > 0 && given.every((_, i) => given.includes(i + 1)) ? [...given] : undefined,
  (dims) => [...dims],
);

/**
 * Puts the axes of each example into another order.
 *
 * - input: `[batch, ...]`, with an axis for each of `dims`
 * - output: the batch, then the axes that `dims` names, counted from 1
 *
 * @see {@link https://keras.io/api/layers/reshaping_layers/permute/ | keras.layers.Permute}
 * @example
 * new Permute({ dims: [2, 1] })(ones([5, 10, 64])).shape; // [5, 64, 10]
 */
export class Permute extends /* @__PURE__ */ defineLayer("keras.layers.Permute", {
  /** For each axis of the output, the number of that of the input; the batch axis, number 0, stays. */
  dims: permutation(),
}) {
  protected override inputSpec: InputSpec = { rank: this.dims.length + 1 };

  override call(x: Tensor): Tensor {
    return transpose(x, { axes: [0, ...this.dims] });
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return [inputShape[0]!, ...this.dims.map((axis) => inputShape[axis]!)];
  }
  override computeOutputSpec({ shape, dtype }: KerasTensor): KerasTensor {
    return new KerasTensor(this.computeOutputShape(shape), dtype, "");
  }
}
