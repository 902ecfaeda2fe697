import { activation } from "@hornbeam/activations";
import { constraint } from "@hornbeam/constraints";
import {
  boolean,
  classNameOf,
  dataFormat,
  defineLayer,
  type InputSpec,
  knownAxis,
  OptionError,
  oneOf,
  positiveInteger,
  refusal,
  type Shape,
  ShapeError,
  spatial,
  type Tensor,
  type Variable,
} from "@hornbeam/core";
import { initializer } from "@hornbeam/initializers";
import { add, conv, reshape } from "@hornbeam/ops";
import { regularizer } from "@hornbeam/regularizers";
import { biased, convolve, isFusible } from "../_fused.ts";
import { LoraLayer, loraOptions } from "../_lora.ts";
import { channelAxis, imageShape, type Padding, windowSizes } from "./_sizes.ts";

/** Options of a convolution over so many spatial axes. */
export const convOptions = <const P extends readonly Padding[]>(rank: number, ...paddings: P) => ({
  /** Number of channels of the output. */
  filters: positiveInteger(),
  /** Sizes of the window. */
  kernelSize: spatial(rank)(),
  /** Steps of the window. */
  strides: spatial(rank)(1),
  /** `"valid"` for no padding, `"same"` for as many positions as the input has, divided by the strides. */
  padding: oneOf(...paddings)("valid"),
  /** Where the channels stand. */
  dataFormat: dataFormat(null),
  /** Distances between the elements that the window takes. */
  dilationRate: spatial(rank)(1),
  /** Number of groups into which the channels are split, each with filters of its own. */
  groups: positiveInteger(1),
  /** What the output goes through: a name, or a function. */
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
  activityRegularizer: regularizer(null),
  /** What the kernel is put through after each step of training. */
  kernelConstraint: constraint(null),
  /** What the bias is put through after each step of training. */
  biasConstraint: constraint(null),
  ...loraOptions,
});

/** Parent of the convolutions: weights, shapes and checks for any number of spatial axes. */
export abstract class BaseConv extends /* @__PURE__ */ defineLayer(
  "BaseConv",
  /* @__PURE__ */ convOptions(2, "valid", "same", "causal"),
  LoraLayer,
) {
  kernel!: Variable;
  bias: Variable | null = null;
  protected override inputSpec: InputSpec = { minRank: this.kernelSize.length + 2 };

  protected override validate(): void {
    const fail = (expected: string, received: unknown): never => {
      throw refusal(OptionError, { action: `create ${classNameOf(this.constructor as never)}`, expected, received });
    };
    if (this.filters % this.groups !== 0)
      fail(`\`filters\` must be a multiple of \`groups\`, ${this.groups}`, this.filters);
    if (Math.max(...this.strides) > 1 && Math.max(...this.dilationRate) > 1) {
      fail("`strides` above 1 and `dilationRate` above 1 exclude each other", [this.strides, this.dilationRate]);
    }
  }

  override build(inputShape: Shape): void {
    const axis = channelAxis(this.dataFormat);
    const channels = knownAxis(this, inputShape, axis);
    if (channels % this.groups !== 0) {
      throw refusal(ShapeError, {
        action: `build ${this[Symbol.toStringTag]}`,
        expected: `the number of channels must be a multiple of \`groups\`, ${this.groups}`,
        receivedAs: "shape",
        received: inputShape,
      });
    }
    this.computeOutputShape(inputShape);
    this.kernel = this.addWeight({
      name: "kernel",
      shape: [...this.kernelSize, channels / this.groups, this.filters],
      initializer: this.kernelInitializer,
      regularizer: this.kernelRegularizer,
      constraint: this.kernelConstraint,
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
    if (this.loraRank) this.adapt(this.kernel, this.loraRank, this.loraAlpha!);
  }

  override call(x: Tensor): Tensor {
    const kernel = this.adapted(this.kernel);
    const { strides, padding, dilationRate } = this;
    if (isFusible(x, this.dataFormat)) {
      this.computeOutputShape(x.shape); // refuses what is smaller than the window
      return convolve(x, kernel, this.bias, this.activation, { strides, padding, dilationRate });
    }
    const product = this.convolve(x, kernel);
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

  protected convolve(x: Tensor, kernel: Tensor | Variable): Tensor {
    const { strides, dilationRate, dataFormat } = this;
    const padding = this.padding === "same" ? "same" : "valid";
    return conv(x, kernel, { strides, padding, dilationRate, dataFormat });
  }
  protected override mainWeight(): Variable {
    return this.kernel;
  }
}

/** A bias in the shape in which it is added to an image. */
export function channelwise(
  bias: Variable,
  { dataFormat, kernelSize }: Pick<BaseConv, "dataFormat" | "kernelSize">,
): Variable | Tensor {
  return dataFormat === "channels_last" ? bias : reshape(bias, [bias.size, ...kernelSize.map(() => 1)]);
}
