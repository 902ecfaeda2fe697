import { activation, linear } from "@hornbeam/activations";
import { constraint } from "@hornbeam/constraints";
import {
  boolean,
  dataFormat,
  defineLayer,
  type InputSpec,
  knownAxis,
  oneOf,
  positiveInteger,
  type Shape,
  spatial,
  type Tensor,
  type Variable,
} from "@hornbeam/core";
import { initializer } from "@hornbeam/initializers";
import { add, separableConv } from "@hornbeam/ops";
import { regularizer } from "@hornbeam/regularizers";
import { biased, convolve, convolveDepthwise, isFusible } from "../_fused.ts";
import { channelwise } from "./_base-conv.ts";
import { channelAxis, imageShape, windowSizes } from "./_sizes.ts";

/** Options of a convolution of each channel by itself and then of all channels at each place. */
export const separableOptions = (rank: number) => ({
  /** Number of channels between the two steps for each channel of the input. */
  depthMultiplier: positiveInteger(1),
  /** Number of channels of the output. */
  filters: positiveInteger(),
  /** Sizes of the window. */
  kernelSize: spatial(rank)(),
  /** Steps of the window. */
  strides: spatial(rank)(1),
  /** `"valid"` for no padding, `"same"` for as many positions as the input has, divided by the strides. */
  padding: oneOf("valid", "same")("valid"),
  /** Where the channels stand. */
  dataFormat: dataFormat(null),
  /** Distances between the elements that the window takes. */
  dilationRate: spatial(rank)(1),
  /** What the output goes through: a name, or a function. */
  activation: activation(null),
  /** Whether a bias is added. */
  useBias: boolean(true),
  /** Starting values of the kernel of the first step. */
  depthwiseInitializer: initializer("glorot_uniform"),
  /** Starting values of the kernel of the second step. */
  pointwiseInitializer: initializer("glorot_uniform"),
  /** Starting values of the bias. */
  biasInitializer: initializer("zeros"),
  /** Penalty of the kernel of the first step. */
  depthwiseRegularizer: regularizer(null),
  /** Penalty of the kernel of the second step. */
  pointwiseRegularizer: regularizer(null),
  /** Penalty of the bias. */
  biasRegularizer: regularizer(null),
  /** Penalty of the output. */
  activityRegularizer: regularizer(null),
  /** What the kernel of the first step is put through after each step of training. */
  depthwiseConstraint: constraint(null),
  /** What the kernel of the second step is put through after each step of training. */
  pointwiseConstraint: constraint(null),
  /** What the bias is put through after each step of training. */
  biasConstraint: constraint(null),
});

/** Parent of the separable convolutions. */
export abstract class BaseSeparableConv extends /* @__PURE__ */ defineLayer(
  "BaseSeparableConv",
  /* @__PURE__ */ separableOptions(2),
) {
  depthwiseKernel!: Variable;
  pointwiseKernel!: Variable;
  bias: Variable | null = null;
  protected override inputSpec: InputSpec = { minRank: this.kernelSize.length + 2 };

  override build(inputShape: Shape): void {
    const axis = channelAxis(this.dataFormat);
    const channels = knownAxis(this, inputShape, axis);
    this.computeOutputShape(inputShape);
    this.depthwiseKernel = this.addWeight({
      name: "depthwise_kernel",
      shape: [...this.kernelSize, channels, this.depthMultiplier],
      initializer: this.depthwiseInitializer,
      regularizer: this.depthwiseRegularizer,
      constraint: this.depthwiseConstraint,
    });
    this.pointwiseKernel = this.addWeight({
      name: "pointwise_kernel",
      shape: [...this.kernelSize.map(() => 1), channels * this.depthMultiplier, this.filters],
      initializer: this.pointwiseInitializer,
      regularizer: this.pointwiseRegularizer,
      constraint: this.pointwiseConstraint,
    });
    if (this.useBias) {
      this.bias = this.addWeight({
        name: "bias",
        shape: [this.filters],
        initializer: this.biasInitializer,
        regularizer: this.biasRegularizer,
        constraint: this.biasConstraint,
      });
    }
    this.inputSpec = { minRank: this.kernelSize.length + 2, axes: { [axis]: channels } };
  }

  override call(x: Tensor): Tensor {
    const { strides, padding, dilationRate, dataFormat } = this;
    if (isFusible(x, dataFormat)) {
      this.computeOutputShape(x.shape); // refuses what is smaller than the window
      const each = convolveDepthwise(x, this.depthwiseKernel, null, linear, { strides, padding, dilationRate });
      const ones = strides.map(() => 1);
      const place = { strides: ones, padding: "valid", dilationRate: ones } as const;
      return convolve(each, this.pointwiseKernel, this.bias, this.activation, place);
    }
    const how = { strides, padding, dilationRate, dataFormat };
    const product = separableConv(x, this.depthwiseKernel, this.pointwiseKernel, how);
    if (!this.bias) return this.activation(product);
    const fused = biased(product, this.bias, this.dataFormat, this.activation);
    return fused ?? this.activation(add(product, channelwise(this.bias, this)));
  }

  override computeOutputShape(inputShape: Shape): Shape {
    const { kernelSize: size, strides, dilationRate: dilation, padding, dataFormat } = this;
    const action = `call ${this[Symbol.toStringTag]}`;
    const sizes = windowSizes(action, inputShape, dataFormat, { size, strides, dilation, padding });
    return imageShape(inputShape[0]!, sizes, this.filters, dataFormat);
  }
}
