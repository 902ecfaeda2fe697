import { activation } from "@hornbeam/activations";
import { constraint } from "@hornbeam/constraints";
import {
  boolean,
  classNameOf,
  dataFormat,
  defineLayer,
  type InputSpec,
  knownAxis,
  nullable,
  OptionError,
  oneOf,
  positiveInteger,
  refusal,
  type Shape,
  spatial,
  type Tensor,
  type Variable,
} from "@hornbeam/core";
import { initializer } from "@hornbeam/initializers";
import { add, convTranspose } from "@hornbeam/ops";
import { regularizer } from "@hornbeam/regularizers";
import { biased } from "../_fused.ts";
import { channelwise } from "./_base-conv.ts";
import { channelAxis, imageShape, spatialOf } from "./_sizes.ts";

/** Options of a transposed convolution over so many spatial axes. */
export const convTransposeOptions = (rank: number) => ({
  /** Number of channels of the output. */
  filters: positiveInteger(),
  /** Sizes of the window. */
  kernelSize: spatial(rank)(),
  /** Factors by which the sizes grow. */
  strides: spatial(rank)(1),
  /** `"valid"` for all that the window reaches, `"same"` for the input's sizes times the strides. */
  padding: oneOf("valid", "same")("valid"),
  /** Sizes added at the end, less than the strides; follows from the padding where null. */
  outputPadding: nullable(spatial(rank, 0))(null),
  /** Where the channels stand. */
  dataFormat: dataFormat(null),
  /** Distances between the elements that the window fills. */
  dilationRate: spatial(rank)(1),
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
});

/** Parent of the transposed convolutions. */
export abstract class BaseConvTranspose extends /* @__PURE__ */ defineLayer(
  "BaseConvTranspose",
  /* @__PURE__ */ convTransposeOptions(2),
) {
  kernel!: Variable;
  bias: Variable | null = null;
  protected override inputSpec: InputSpec = { minRank: this.kernelSize.length + 2 };

  protected override validate(): void {
    const fail = (expected: string, received: unknown): never => {
      throw refusal(OptionError, { action: `create ${classNameOf(this.constructor as never)}`, expected, received });
    };
    if (this.outputPadding?.some((size, axis) => size >= this.strides[axis]!)) {
      fail(`\`outputPadding\` must be less than \`strides\`, [${this.strides.join(", ")}]`, this.outputPadding);
    }
    if (Math.max(...this.strides) > 1 && Math.max(...this.dilationRate) > 1) {
      fail("`strides` above 1 and `dilationRate` above 1 exclude each other", [this.strides, this.dilationRate]);
    }
  }

  override build(inputShape: Shape): void {
    const axis = channelAxis(this.dataFormat);
    const channels = knownAxis(this, inputShape, axis);
    this.kernel = this.addWeight({
      name: "kernel",
      shape: [...this.kernelSize, this.filters, channels],
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
  }

  override call(x: Tensor): Tensor {
    const { strides, padding, outputPadding, dilationRate, dataFormat } = this;
    const product = convTranspose(x, this.kernel, { strides, padding, outputPadding, dilationRate, dataFormat });
    if (!this.bias) return this.activation(product);
    const fused = biased(product, this.bias, this.dataFormat, this.activation);
    return fused ?? this.activation(add(product, channelwise(this.bias, this)));
  }

  /** `(n - 1) · s + k + p` where `k` is the extent of the window, `p` the padding at the end. */
  override computeOutputShape(inputShape: Shape): Shape {
    const sizes = spatialOf(inputShape, this.dataFormat).map((size, axis) => {
      if (size === null) return null;
      const stride = this.strides[axis]!;
      const extent = (this.kernelSize[axis]! - 1) * this.dilationRate[axis]! + 1;
      const padding = this.outputPadding?.[axis];
      if (this.padding === "valid") return (size - 1) * stride + extent + (padding ?? Math.max(stride - extent, 0));
      return padding === undefined ? size * stride : (size - 1) * stride + (extent % 2) + padding;
    });
    return imageShape(inputShape[0]!, sizes, this.filters, this.dataFormat);
  }
}
