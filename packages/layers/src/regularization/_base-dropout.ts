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
import * as random from "@hornbeam/random";

export const dropoutOptions = {
  /** Share of elements that are dropped, in `[0, 1]`. */
  rate: /* @__PURE__ */ fraction(),
  /** Makes the choice reproducible. */
  seed: /* @__PURE__ */ nullable(nonNegativeInteger)(null),
};

/** Parent of the layers that drop elements while training. */
export abstract class BaseDropout extends /* @__PURE__ */ defineLayer("BaseDropout", dropoutOptions) {
  protected override readonly builtAtInit = true;
  protected override readonly supportsMasking = true;
  readonly seedGenerator: SeedGenerator | null = this.rate > 0 ? new SeedGenerator({ seed: this.seed }) : null;

  /** Shape of the mask, broadcast to that of the input. */
  protected abstract maskShape(inputShape: Shape): Shape | null;

  override call(x: Tensor, { training }: CallOptions): Tensor {
    if (!training || !this.seedGenerator) return x;
    return random.dropout(x, this.rate, { noiseShape: this.maskShape(x.shape), seed: this.seedGenerator });
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return inputShape;
  }
}
