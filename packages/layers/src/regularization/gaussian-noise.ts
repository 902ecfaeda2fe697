import {
  type CallOptions,
  defineLayer,
  fraction,
  nonNegativeInteger,
  nullable,
  SeedGenerator,
  type Shape,
  type Tensor,
} from "@hornbeam/core";
import { add } from "@hornbeam/ops";
import * as random from "@hornbeam/random";

/**
 * Adds normally distributed noise of mean 0 while training.
 *
 * - input: any shape
 * - output: the shape of the input
 *
 * @see {@link https://keras.io/api/layers/regularization_layers/gaussian_noise/ | keras.layers.GaussianNoise}
 * @example
 * new GaussianNoise({ stddev: 0.1 })(ones([2])); // [1, 1]
 */
export class GaussianNoise extends /* @__PURE__ */ defineLayer("keras.layers.GaussianNoise", {
  /** Standard deviation of the noise, in `[0, 1]`. */
  stddev: fraction(),
  /** Makes the noise reproducible. */
  seed: /* @__PURE__ */ nullable(nonNegativeInteger)(null),
}) {
  protected override readonly builtAtInit = true;
  protected override readonly supportsMasking = true;
  readonly seedGenerator: SeedGenerator | null = this.stddev > 0 ? new SeedGenerator({ seed: this.seed }) : null;

  override call(x: Tensor, { training }: CallOptions): Tensor {
    if (!training || !this.seedGenerator) return x;
    return add(x, random.normal(x.shape, { stddev: this.stddev, seed: this.seedGenerator }));
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return inputShape;
  }
}
