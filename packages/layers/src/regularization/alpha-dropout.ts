import { type CallOptions, defineLayer, nullable, type Tensor } from "@hornbeam/core";
import { add, greaterEqual, multiply, where } from "@hornbeam/ops";
import * as random from "@hornbeam/random";
import { BaseDropout } from "./_base-dropout.ts";
import { noiseShape } from "./_noise-shape.ts";

/** Where SELU tends to for very negative numbers: `-scale · alpha`. */
const floor = -1.0507009873554805 * 1.6732632423543772;

/**
 * Dropout that keeps mean and variance of what comes out of SELU: dropped elements are set to SELU's lower limit, and
 * all are scaled and shifted.
 *
 * - input: any shape
 * - output: the shape of the input
 *
 * @see {@link https://arxiv.org/abs/1706.02515 | Klambauer et al., 2017}, section 3
 * @see {@link https://keras.io/api/layers/regularization_layers/alpha_dropout/ | keras.layers.AlphaDropout}
 * @example
 * new AlphaDropout({ rate: 0.5 })(ones([2])); // [1, 1]
 */
export class AlphaDropout extends /* @__PURE__ */ defineLayer(
  "keras.layers.AlphaDropout",
  {
    /** Shape of the random mask, broadcast to that of the input; null for the input's own size. */
    noiseShape: /* @__PURE__ */ nullable(noiseShape)(null),
  },
  BaseDropout,
) {
  override call(x: Tensor, { training }: CallOptions): Tensor {
    if (!training || !this.seedGenerator) return x;
    const { rate } = this;
    const shape = (this.noiseShape ?? x.shape).map((size, axis) => size ?? x.shape[axis]!);
    const kept = greaterEqual(random.uniform(shape, { seed: this.seedGenerator }), rate);
    const a = ((1 - rate) * (1 + rate * floor ** 2)) ** -0.5;
    return add(multiply(where(kept, x, floor), a), -a * floor * rate);
  }
  protected override maskShape(): null {
    return null;
  }
}
