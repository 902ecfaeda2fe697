import { axes, boolean, defineLayer, knownAxis, type Shape, type Tensor } from "@hornbeam/core";
import { layerNormalization } from "@hornbeam/ops";
import { Affine, checkAxes } from "./_affine.ts";
import { affineLimits, affineOptions, affineStarts, epsilonOption } from "./_options.ts";

/**
 * Brings each example to mean 0 and variance 1 over some of its axes: `gamma · (x - mean) / √(variance + epsilon) + beta`.
 *
 * - input: any shape
 * - output: the shape of the input
 * - gamma, beta: the sizes of the axes
 *
 * @throws {ShapeError} when the size of an axis is unknown.
 * @see {@link https://arxiv.org/abs/1607.06450 | Ba et al., 2016}
 * @see {@link https://keras.io/api/layers/normalization_layers/layer_normalization/ | keras.layers.LayerNormalization}
 * @example
 * new LayerNormalization({ epsilon: 0 })(tensor([[1, 3]])); // [[-1, 1]]
 */
export class LayerNormalization extends /* @__PURE__ */ defineLayer(
  "keras.layers.LayerNormalization",
  {
    /** The axes over which the statistics are taken. */
    axis: axes(-1),
    ...epsilonOption,
    ...affineOptions,
    /** Whether to divide by the standard deviation without taking the mean away, and not to add `beta`. */
    rmsScaling: boolean(false),
    ...affineStarts,
    ...affineLimits,
  },
  Affine,
) {
  /** As given until the layer is built, then a sorted list. */
  override get axis(): number | readonly number[] {
    const given = this.initial("axis") as number | readonly number[];
    return this.built ? [given].flat().sort((a, b) => a - b) : given;
  }

  override build(inputShape: Shape): void {
    checkAxes(this, inputShape, this.axis);
    const shape = [this.axis]
      .flat()
      .sort((a, b) => a - b)
      .map((axis) => knownAxis(this, inputShape, axis));
    this.addAffine(shape, { scale: this.scale || this.rmsScaling, center: this.center && !this.rmsScaling });
  }

  override call(x: Tensor): Tensor {
    const { axis, epsilon, rmsScaling } = this;
    return layerNormalization(x, this.gamma, this.beta, { axis, epsilon, rmsScaling });
  }

  override computeOutputShape(inputShape: Shape): Shape {
    checkAxes(this, inputShape, this.axis);
    return inputShape;
  }
}
