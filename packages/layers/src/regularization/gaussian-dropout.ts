import { type CallOptions, defineLayer, type Tensor } from "@hornbeam/core";
import { multiply } from "@hornbeam/ops";
import * as random from "@hornbeam/random";
import { BaseDropout } from "./_base-dropout.ts";

/**
 * Multiplies by normally distributed noise of mean 1 and standard deviation `√(rate / (1 - rate))` while training.
 *
 * - input: any shape
 * - output: the shape of the input
 *
 * @see {@link https://jmlr.org/papers/v15/srivastava14a.html | Srivastava et al., 2014}, section 10
 * @see {@link https://keras.io/api/layers/regularization_layers/gaussian_dropout/ | keras.layers.GaussianDropout}
 * @example
 * new GaussianDropout({ rate: 0.5 })(ones([2])); // [1, 1]
 */
export class GaussianDropout extends /* @__PURE__ */ defineLayer("keras.layers.GaussianDropout", {}, BaseDropout) {
  override call(x: Tensor, { training }: CallOptions): Tensor {
    if (!training || !this.seedGenerator) return x;
    const stddev = Math.sqrt(this.rate / (1 - this.rate));
    return multiply(x, random.normal(x.shape, { mean: 1, stddev, seed: this.seedGenerator }));
  }
  protected override maskShape(): null {
    return null;
  }
}
