import { type Config, defineLayer, nonNegativeNumber, type Shape, type Tensor } from "@hornbeam/core";
import { L1L2 } from "@hornbeam/regularizers";

/**
 * Gives its input, and adds a penalty of it to the loss: `(l1 · Σ|x| + l2 · Σx²) / batch`.
 *
 * - input: any shape
 * - output: the shape of the input
 *
 * @see {@link https://keras.io/api/layers/regularization_layers/activity_regularization/ | keras.layers.ActivityRegularization}
 * @example
 * new ActivityRegularization({ l1: 0.01 })(tensor([[1, 2]])); // [[1, 2]]
 */
export class ActivityRegularization extends /* @__PURE__ */ defineLayer("keras.layers.ActivityRegularization", {
  /** Factor of the sum of absolute values. */
  l1: nonNegativeNumber(0),
  /** Factor of the sum of squares. */
  l2: nonNegativeNumber(0),
}) {
  protected override readonly builtAtInit = true;
  protected override readonly supportsMasking = true;

  /** The penalty that `l1` and `l2` describe, in the place of an option. */
  override readonly activityRegularizer = new L1L2({ l1: this.l1, l2: this.l2 });

  override call(x: Tensor): Tensor {
    return x;
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return inputShape;
  }
  override getConfig(): Config {
    const { activity_regularizer: _, ...config } = super.getConfig();
    return config;
  }
}
