import { type DType, type KnownShape, number, type Tensor } from "@hornbeam/core";
import { normal, truncatedNormal, uniform } from "@hornbeam/random";
import { defineRandomInitializer } from "./_random-initializer.ts";

/**
 * Numbers of the normal distribution.
 *
 * - call: a shape and a dtype give a tensor
 *
 * @see {@link https://keras.io/api/layers/initializers/#randomnormal-class | keras.initializers.RandomNormal}
 * @example
 * new RandomNormal({ stddev: 0.1, seed: 1 })([2, 3]).shape; // [2, 3]
 */
export class RandomNormal extends /* @__PURE__ */ defineRandomInitializer("keras.initializers.RandomNormal", {
  /** Mean of the values. */
  mean: number(0),
  /** Standard deviation of the values. */
  stddev: number(0.05),
}) {
  override call(shape: KnownShape, dtype: DType): Tensor {
    return normal(shape, { mean: this.mean, stddev: this.stddev, seed: this.drawn, dtype });
  }
}

/**
 * Numbers of the normal distribution, none farther from the mean than two standard deviations.
 *
 * - call: a shape and a dtype give a tensor
 *
 * @see {@link https://keras.io/api/layers/initializers/#truncatednormal-class | keras.initializers.TruncatedNormal}
 * @example
 * new TruncatedNormal({ seed: 1 })([2, 3]).shape; // [2, 3]
 */
export class TruncatedNormal extends /* @__PURE__ */ defineRandomInitializer("keras.initializers.TruncatedNormal", {
  /** Mean of the values. */
  mean: number(0),
  /** Standard deviation before cutting. */
  stddev: number(0.05),
}) {
  override call(shape: KnownShape, dtype: DType): Tensor {
    return truncatedNormal(shape, { mean: this.mean, stddev: this.stddev, seed: this.drawn, dtype });
  }
}

/**
 * Numbers spread evenly over `[minval, maxval)`.
 *
 * - call: a shape and a dtype give a tensor
 *
 * @see {@link https://keras.io/api/layers/initializers/#randomuniform-class | keras.initializers.RandomUniform}
 * @example
 * new RandomUniform({ minval: 0, maxval: 1, seed: 1 })([2, 3]).shape; // [2, 3]
 */
export class RandomUniform extends /* @__PURE__ */ defineRandomInitializer("keras.initializers.RandomUniform", {
  /** Lower end. */
  minval: number(-0.05),
  /** Upper end, which is never drawn. */
  maxval: number(0.05),
}) {
  override call(shape: KnownShape, dtype: DType): Tensor {
    return uniform(shape, { minval: this.minval, maxval: this.maxval, seed: this.drawn, dtype });
  }
}
