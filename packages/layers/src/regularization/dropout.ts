import { defineLayer, nullable, type Shape } from "@hornbeam/core";
import { BaseDropout } from "./_base-dropout.ts";
import { noiseShape } from "./_noise-shape.ts";

/**
 * Sets a share of the elements to 0 while training, and multiplies the others by `1 / (1 - rate)`, so that their sum
 * stays about the same. Outside of training it does nothing.
 *
 * - input: any shape
 * - output: the shape of the input
 *
 * @see {@link https://jmlr.org/papers/v15/srivastava14a.html | Srivastava et al., 2014}
 * @see {@link https://keras.io/api/layers/regularization_layers/dropout/ | keras.layers.Dropout}
 * @example
 * new Dropout({ rate: 0.5 })(ones([2, 3])); // [[1, 1, 1], [1, 1, 1]]
 */
export class Dropout extends /* @__PURE__ */ defineLayer(
  "keras.layers.Dropout",
  {
    /** Shape of the random mask, broadcast to that of the input; null for the input's own size. */
    noiseShape: /* @__PURE__ */ nullable(noiseShape)(null),
  },
  BaseDropout,
) {
  protected override maskShape(): Shape | null {
    return this.noiseShape;
  }
}
