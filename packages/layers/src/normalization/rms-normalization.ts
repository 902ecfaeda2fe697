import { axes, defineLayer, knownAxis, number, type Shape, type Tensor, type Variable } from "@hornbeam/core";
import { Ones } from "@hornbeam/initializers";
import { rmsNormalization } from "@hornbeam/ops";
import { checkAxes } from "./_affine.ts";

/**
 * Scales each example to a root mean square of 1 over some of its axes: `scale · x / √(mean(x²) + epsilon)`.
 *
 * - input: any shape
 * - output: the shape of the input
 * - scale: the sizes of the axes
 *
 * @throws {ShapeError} when the size of an axis is unknown.
 * @see {@link https://arxiv.org/abs/1910.07467 | Zhang and Sennrich, 2019}
 * @see {@link https://keras.io/api/layers/normalization_layers/rms_normalization/ | keras.layers.RMSNormalization}
 * @example
 * new RMSNormalization()(tensor([[2, -2]])); // [[1, -1]]
 */
export class RMSNormalization extends /* @__PURE__ */ defineLayer("keras.layers.RMSNormalization", {
  /** The axes over which the mean is taken. */
  axis: axes(-1),
  /** Added to the mean square, so that it is never 0. */
  epsilon: number(1e-6),
}) {
  scale!: Variable;

  /** As given until the layer is built, then a sorted list. */
  override get axis(): number | readonly number[] {
    const given = this.initial("axis") as number | readonly number[];
    return this.built ? [given].flat().sort((a, b) => a - b) : given;
  }

  override build(inputShape: Shape): void {
    checkAxes(this, inputShape, this.axis);
    const sorted = [this.axis].flat().sort((a, b) => a - b);
    const shape = sorted.map((axis) => knownAxis(this, inputShape, axis));
    this.scale = this.addWeight({ name: "scale", shape, initializer: new Ones() });
  }

  override call(x: Tensor): Tensor {
    return rmsNormalization(x, this.scale, { axis: this.axis, epsilon: this.epsilon });
  }

  override computeOutputShape(inputShape: Shape): Shape {
    checkAxes(this, inputShape, this.axis);
    return inputShape;
  }
}
