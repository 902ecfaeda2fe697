import { activation } from "@hornbeam/activations";
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
import { add, depthwiseConv } from "@hornbeam/ops";
import { regularizer } from "@hornbeam/regularizers";
import { biased, convolveDepthwise, isFusible } from "../_fused.ts";
import { channelwise } from "./_base-conv.ts";
import { channelAxis, imageShape, windowSizes } from "./_sizes.ts";

/** Options of a convolution of each channel by itself, over so many spatial axes. */
export const depthwiseOptions = (rank: number) => ({
  /** Number of output channels for each channel of the input. */
  depthMultiplier: positiveInteger(1),
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
  /** Starting values of the kernel. */
  depthwiseInitializer: initializer("glorot_uniform"),
  /** Starting values of the bias. */
  biasInitializer: initializer("zeros"),
  /** Penalty of the kernel. */
  depthwiseRegularizer: regularizer(null),
  /** Penalty of the bias. */
  biasRegularizer: regularizer(null),
  /** Penalty of the output. */
  activityRegularizer: regularizer(null),
  /** What the kernel is put through after each step of training. */
  depthwiseConstraint: constraint(null),
  /** What the bias is put through after each step of training. */
  biasConstraint: constraint(null),
});

/** Parent of the convolutions that keep channels apart. */
export abstract class BaseDepthwiseConv extends /* @__PURE__ */ defineLayer(
  "BaseDepthwiseConv",
  /* @__PURE__ */ depthwiseOptions(2),
) {
  kernel!: Variable;
  bias: Variable | null = null;
  protected override inputSpec: InputSpec = { minRank: this.kernelSize.length + 2 };

  override build(inputShape: Shape): void {
    const axis = channelAxis(this.dataFormat);
    const channels = knownAxis(this, inputShape, axis);
    this.computeOutputShape(inputShape);
    this.kernel = this.addWeight({
      name: "kernel",
      shape: [...this.kernelSize, channels, this.depthMultiplier],
      initializer: this.depthwiseInitializer,
      regularizer: this.depthwiseRegularizer,
      constraint: this.depthwiseConstraint,
    });
    if (this.useBias) {
      this.bias = this.addWeight({
        name: "bias",
        shape: [channels * this.depthMultiplier],
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
      return convolveDepthwise(x, this.kernel, this.bias, this.activation, { strides, padding, dilationRate });
    }
    const product = depthwiseConv(x, this.kernel, { strides, padding, dilationRate, dataFormat });
    if (!this.bias) return this.activation(product);
    const fused = biased(product, this.bias, this.dataFormat, this.activation);
    return fused ?? this.activation(add(product, channelwise(this.bias, this)));
  }

  override computeOutputShape(inputShape: Shape): Shape {
    const { kernelSize: size, strides, dilationRate: dilation, padding, dataFormat } = this;
    const action = `call ${this[Symbol.toStringTag]}`;
    const sizes = windowSizes(action, inputShape, dataFormat, { size, strides, dilation, padding });
    const channels = knownAxis(this, inputShape, channelAxis(dataFormat));
    return imageShape(inputShape[0]!, sizes, channels * this.depthMultiplier, dataFormat);
  }
}
