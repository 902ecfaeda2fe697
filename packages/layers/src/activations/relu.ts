import { defineLayer, nonNegativeNumber, nullable, type Shape, type Tensor } from "@hornbeam/core";
import { clip, greater, multiply, relu, subtract, where } from "@hornbeam/ops";

/**
 * Rectifier: `max(x, 0)`; with all its options `min(x, maxValue)` above `threshold` and
 * `negativeSlope · (x - threshold)` below.
 *
 * - input: any shape
 * - output: the shape of the input
 *
 * @see {@link https://keras.io/api/layers/activation_layers/relu/ | keras.layers.ReLU}
 * @example
 * new ReLU({ maxValue: 6 })(tensor([-3, 2, 10])); // [0, 2, 6]
 */
export class ReLU extends /* @__PURE__ */ defineLayer("keras.layers.ReLU", {
  /** The largest value of the output; null for no limit. */
  maxValue: /* @__PURE__ */ nullable(nonNegativeNumber)(null),
  /** Slope below the threshold. */
  negativeSlope: nonNegativeNumber(0),
  /** Where the output starts to rise. */
  threshold: nonNegativeNumber(0),
}) {
  protected override readonly builtAtInit = true;
  protected override readonly supportsMasking = true;

  override call(x: Tensor): Tensor {
    const { maxValue, negativeSlope, threshold } = this;
    const above = threshold === 0 ? relu(x) : where(greater(x, threshold), x, 0);
    const limited = maxValue === null ? above : clip(above, 0, maxValue);
    if (negativeSlope === 0) return limited;
    return subtract(limited, multiply(relu(subtract(threshold, x)), negativeSlope));
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return inputShape;
  }
}
