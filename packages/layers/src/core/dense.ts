import { activation } from "@hornbeam/activations";
import { constraint } from "@hornbeam/constraints";
import {
  boolean,
  defineLayer,
  type InputSpec,
  knownAxis,
  positiveInteger,
  type Shape,
  type Tensor,
  type Variable,
} from "@hornbeam/core";
import { initializer } from "@hornbeam/initializers";
import { regularizer } from "@hornbeam/regularizers";
import { dense } from "../_fused.ts";
import { LoraLayer, loraOptions } from "../_lora.ts";

/**
 * Densely connected layer: `activation(x · kernel + bias)`.
 *
 * - input: `[batch, ..., features]`
 * - output: `[batch, ..., units]`
 * - kernel: `[features, units]`; bias: `[units]`
 *
 * @throws {ShapeError} when the last axis is unknown, or not the one that the layer was built for.
 * @see {@link https://keras.io/api/layers/core_layers/dense/ | keras.layers.Dense}; quantized forms are not there
 * @example
 * new Dense({ units: 3 })(ones([2, 4])).shape; // [2, 3]
 */
export class Dense extends /* @__PURE__ */ defineLayer(
  "keras.layers.Dense",
  {
    /** Size of the last axis of the output. */
    units: positiveInteger(),
    /** What the sum goes through: a name, or a function. */
    activation: activation(null),
    /** Whether a bias is added. */
    useBias: boolean(true),
    /** Starting values of the kernel. */
    kernelInitializer: initializer("glorot_uniform"),
    /** Starting values of the bias. */
    biasInitializer: initializer("zeros"),
    /** Penalty of the kernel. */
    kernelRegularizer: regularizer(null),
    /** Penalty of the bias. */
    biasRegularizer: regularizer(null),
    /** Penalty of the output. */
    activityRegularizer: regularizer(null, { writtenIfSet: true }),
    /** What the kernel is put through after each step of training. */
    kernelConstraint: constraint(null),
    /** What the bias is put through after each step of training. */
    biasConstraint: constraint(null),
    ...loraOptions,
  },
  LoraLayer,
) {
  static override readonly constants = { quantization_config: null };

  kernel!: Variable;
  bias: Variable | null = null;
  protected override readonly supportsMasking = true;
  protected override inputSpec: InputSpec = { minRank: 2 };

  override build(inputShape: Shape): void {
    const features = knownAxis(this, inputShape, -1);
    this.kernel = this.addWeight({
      name: "kernel",
      shape: [features, this.units],
      initializer: this.kernelInitializer,
      regularizer: this.kernelRegularizer,
      constraint: this.kernelConstraint,
    });
    if (this.useBias) {
      this.bias = this.addWeight({
        name: "bias",
        shape: [this.units],
        initializer: this.biasInitializer,
        regularizer: this.biasRegularizer,
        constraint: this.biasConstraint,
      });
    }
    this.inputSpec = { minRank: 2, axes: { [-1]: features } };
    if (this.loraRank) this.adapt(this.kernel, this.loraRank, this.loraAlpha!);
  }

  override call(x: Tensor): Tensor {
    return dense(x, this.adapted(this.kernel), this.bias, this.activation);
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return [...inputShape.slice(0, -1), this.units];
  }

  protected override mainWeight(): Variable {
    return this.kernel;
  }
}
