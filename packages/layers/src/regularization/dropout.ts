import {
  type CallOptions,
  defineLayer,
  fraction,
  nonNegativeInteger,
  nullable,
  option,
  SeedGenerator,
  type Shape,
  type Tensor,
} from "@hornbeam/core";
import * as random from "@hornbeam/random";

const noiseShape = /* @__PURE__ */ option<Shape>(
  "a list of positive integers and nulls",
  (given) =>
    Array.isArray(given) && given.every((size) => size === null || (Number.isInteger(size) && size > 0))
      ? [...given]
      : undefined,
  (sizes) => [...sizes],
);

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
export class Dropout extends /* @__PURE__ */ defineLayer("keras.layers.Dropout", {
  /** Share of elements that are dropped, in `[0, 1]`. */
  rate: fraction(),
  /** Makes the choice reproducible. */
  seed: /* @__PURE__ */ nullable(nonNegativeInteger)(null),
  /** Shape of the mask, broadcast to that of the input; null for the input's own size. */
  noiseShape: /* @__PURE__ */ nullable(noiseShape)(null),
}) {
  protected override readonly builtAtInit = true;
  protected override readonly supportsMasking = true;
  readonly seedGenerator = this.rate > 0 ? new SeedGenerator({ seed: this.seed }) : null;

  override call(x: Tensor, { training }: CallOptions): Tensor {
    if (!training || !this.seedGenerator) return x;
    return random.dropout(x, this.rate, { noiseShape: this.maskShape(x.shape), seed: this.seedGenerator });
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return inputShape;
  }

  /** Shape of the mask for an input; null for the input's own. */
  protected maskShape(_inputShape: Shape): Shape | null {
    return this.noiseShape;
  }
}
