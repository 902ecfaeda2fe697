import { constraint } from "@hornbeam/constraints";
import {
  defineLayer,
  type InputSpec,
  integers,
  knownAxis,
  nullable,
  type Shape,
  type Tensor,
  type Variable,
} from "@hornbeam/core";
import { initializer } from "@hornbeam/initializers";
import { multiply, negative, relu, subtract } from "@hornbeam/ops";
import { regularizer } from "@hornbeam/regularizers";

/**
 * Rectifier whose slope below 0 is learned: `max(x, 0) + alpha · min(x, 0)`.
 *
 * - input: `[batch, ...]`
 * - output: the shape of the input
 * - alpha: the shape of one example, with 1 for the axes in `sharedAxes`
 *
 * @see {@link https://arxiv.org/abs/1502.01852 | He et al., 2015}
 * @see {@link https://keras.io/api/layers/activation_layers/prelu/ | keras.layers.PReLU}
 * @example
 * new PReLU({ alphaInitializer: "ones" })(tensor([[-2, 3]])); // [[-2, 3]]
 */
export class PReLU extends /* @__PURE__ */ defineLayer("keras.layers.PReLU", {
  /** Starting values of the slopes. */
  alphaInitializer: initializer("zeros"),
  /** Penalty of the slopes. */
  alphaRegularizer: regularizer(null),
  /** What the slopes are put through after each step of training. */
  alphaConstraint: constraint(null),
  /** Axes along which one slope serves all, counted from 1. */
  sharedAxes: /* @__PURE__ */ nullable(integers)(null),
}) {
  alpha!: Variable;
  protected override readonly supportsMasking = true;

  override build(inputShape: Shape): void {
    const isShared = (axis: number) => this.sharedAxes?.includes(axis) ?? false;
    const rest = Array.from({ length: inputShape.length - 1 }, (_, i) => i + 1);
    this.alpha = this.addWeight({
      name: "alpha",
      shape: rest.map((axis) => (isShared(axis) ? 1 : knownAxis(this, inputShape, axis))),
      initializer: this.alphaInitializer,
      regularizer: this.alphaRegularizer,
      constraint: this.alphaConstraint,
    });
    const own = this.sharedAxes ? rest.filter((axis) => !isShared(axis)) : [];
    const axes = Object.fromEntries(own.map((axis) => [axis, inputShape[axis]!]));
    this.inputSpec = { rank: inputShape.length, axes } satisfies InputSpec;
  }

  override call(x: Tensor): Tensor {
    return subtract(relu(x), multiply(this.alpha, relu(negative(x))));
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return inputShape;
  }
}
