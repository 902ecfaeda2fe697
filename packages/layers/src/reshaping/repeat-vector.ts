import { defineLayer, type InputSpec, positiveInteger, type Shape, type Tensor } from "@hornbeam/core";
import { expandDims, repeat } from "@hornbeam/ops";

/**
 * Makes a sequence of one vector, over and over.
 *
 * - input: `[batch, features]`
 * - output: `[batch, n, features]`
 *
 * @see {@link https://keras.io/api/layers/reshaping_layers/repeat_vector/ | keras.layers.RepeatVector}
 * @example
 * new RepeatVector({ n: 3 })(tensor([[1, 2]])); // [[[1, 2], [1, 2], [1, 2]]]
 */
export class RepeatVector extends /* @__PURE__ */ defineLayer("keras.layers.RepeatVector", {
  /** Length of the sequence. */
  n: positiveInteger(),
}) {
  protected override inputSpec: InputSpec = { rank: 2 };

  override call(x: Tensor): Tensor {
    return repeat(expandDims(x, 1), this.n, 1);
  }

  override computeOutputShape([batch = null, features = null]: Shape): Shape {
    return [batch, this.n, features];
  }
}
