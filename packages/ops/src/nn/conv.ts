import { defineOp, type Shape, type Tensor } from "@hornbeam/core";
import { operands } from "../_operands.ts";
import { shapeError, spec, specOf } from "../_spec.ts";
import { convolve } from "./_convolve.ts";
import { fromChannelsLast, toChannelsLast } from "./_layout.ts";
import {
  channelsLast,
  checkDataFormat,
  checkPadding,
  type DataFormat,
  inFormat,
  type Sizes,
  sizesFor,
  type Windows,
  windowedSizes,
} from "./_windows.ts";

export interface ConvOptions {
  strides: Sizes;
  padding: "valid" | "same";
  dataFormat: DataFormat | null;
  dilationRate: Sizes;
}

export const convDefaults: ConvOptions = { strides: 1, padding: "valid", dataFormat: null, dilationRate: 1 };

/**
 * Convolution over 1, 2 or 3 spatial axes: `y[p, o] = Σ x[s·p + d·k, i] · w[k, i, o]`.
 *
 * - inputs: `[batch, ...spatial, channels]`, or `[batch, channels, ...spatial]` for `"channels_first"`
 * - kernel: `[...window, channels / groups, filters]`; the shapes tell the number of groups
 * - output: `[batch, ...spatial, filters]`
 *
 * @throws {ShapeError} when the channels do not fit the kernel, or the window does not fit into the input.
 * @see {@link https://keras.io/api/ops/nn/#conv-function | keras.ops.conv}
 * @example
 * conv(ones([1, 5, 5, 2]), ones([3, 3, 2, 4])).shape; // [1, 3, 3, 4]
 */
export const conv = /* @__PURE__ */ defineOp<[inputs: Tensor, kernel: Tensor], ConvOptions, Tensor>({
  className: "Conv",
  module: "nn",
  tensors: ["inputs", "kernel"],
  options: convDefaults,
  call: (inputs: Tensor, kernel: Tensor, options) => {
    const [x, w] = operands("conv", [inputs, kernel], "float") as [Tensor, Tensor];
    const { format, windows } = plan("conv", x.shape, w.shape, options);
    return fromChannelsLast(convolve(toChannelsLast(x, format), w, windows), format);
  },
  spec: (inputs: unknown, kernel: unknown, options: ConvOptions) => {
    const [x, w] = [specOf(inputs), specOf(kernel)];
    const { format, windows, shape } = plan("conv", x.shape, w.shape, options);
    const sizes = windowedSizes("conv", shape.slice(1, -1), windows);
    return spec(inFormat([shape[0]!, ...sizes, w.shape.at(-1)!], format), x.dtype, w.dtype, "float");
  },
});

interface Plan {
  readonly format: DataFormat;
  readonly windows: Windows;
  /** The input's shape, channels last. */
  readonly shape: Shape;
}

function plan(op: string, inputShape: Shape, kernelShape: Shape, options: ConvOptions): Plan {
  const rank = inputShape.length - 2;
  if (rank < 1 || rank > 3) throw shapeError(op, "`inputs` must have rank 3, 4 or 5", inputShape);
  if (kernelShape.length !== rank + 2)
    throw shapeError(op, `the kernel must have rank ${rank + 2}, as \`inputs\``, kernelShape);
  const format = checkDataFormat(op, options.dataFormat);
  const shape = channelsLast(inputShape, format);
  const windows: Windows = {
    size: kernelShape.slice(0, rank) as number[],
    strides: sizesFor(op, "strides", options.strides, rank),
    dilation: sizesFor(op, "dilationRate", options.dilationRate, rank),
    padding: checkPadding(op, options.padding),
  };
  const [channels, perGroup, filters] = [shape.at(-1)!, kernelShape.at(-2)!, kernelShape.at(-1)!];
  const groups = channels === null || perGroup === null ? 1 : channels / perGroup;
  if (!Number.isInteger(groups) || groups < 1 || (filters !== null && filters % groups !== 0)) {
    const expected = `the number of channels of the input must be that of the kernel ${JSON.stringify(kernelShape)}, ${perGroup}, or be evenly divisible by it into groups of filters`;
    throw shapeError(op, expected, inputShape);
  }
  // a window that does not fit is refused before the backend meets it
  windowedSizes(op, shape.slice(1, -1), windows);
  return { format, windows, shape };
}
