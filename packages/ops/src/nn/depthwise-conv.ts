import { defineOp, type Shape, type Tensor } from "@hornbeam/core";
import { operands } from "../_operands.ts";
import { shapeError, spec, specOf } from "../_spec.ts";
import { convolve } from "./_convolve.ts";
import { convolveDepthwise } from "./_depthwise.ts";
import { fromChannelsLast, toChannelsLast } from "./_layout.ts";
import {
  channelsLast,
  checkDataFormat,
  checkPadding,
  type DataFormat,
  inFormat,
  sizesFor,
  type Windows,
  windowedSizes,
} from "./_windows.ts";
import { type ConvOptions, convDefaults } from "./conv.ts";

/**
 * Convolution of each channel by filters of its own, over 1 or 2 spatial axes.
 *
 * - inputs: `[batch, ...spatial, channels]`, or `[batch, channels, ...spatial]` for `"channels_first"`
 * - kernel: `[...window, channels, multiplier]`
 * - output: `[batch, ...spatial, channels · multiplier]`
 *
 * @throws {ShapeError} when the channels differ, or the window does not fit into the input.
 * @see {@link https://keras.io/api/ops/nn/#depthwiseconv-function | keras.ops.depthwise_conv}
 * @example
 * depthwiseConv(ones([1, 5, 5, 2]), ones([3, 3, 2, 1])).shape; // [1, 3, 3, 2]
 */
export const depthwiseConv = /* @__PURE__ */ defineOp<[inputs: Tensor, kernel: Tensor], ConvOptions, Tensor>({
  className: "DepthwiseConv",
  module: "nn",
  tensors: ["inputs", "kernel"],
  options: convDefaults,
  call: (inputs, kernel, options) => {
    const [x, w] = operands("depthwiseConv", [inputs, kernel], "float") as [Tensor, Tensor];
    const { format, windows } = plan("depthwiseConv", x.shape, w.shape, options);
    return fromChannelsLast(convolveDepthwise(toChannelsLast(x, format), w, windows), format);
  },
  spec: (inputs: unknown, kernel: unknown, options: ConvOptions) => {
    const [x, w] = [specOf(inputs), specOf(kernel)];
    const { format, sizes, batch } = plan("depthwiseConv", x.shape, w.shape, options);
    return spec(inFormat([batch, ...sizes, outputChannels(w.shape)], format), x.dtype, w.dtype, "float");
  },
});

/**
 * A {@link depthwiseConv}, and then a mix of the channels at each place.
 *
 * - inputs: `[batch, ...spatial, channels]`, or `[batch, channels, ...spatial]` for `"channels_first"`
 * - depthwiseKernel: `[...window, channels, multiplier]`
 * - pointwiseKernel: `[1, 1, channels · multiplier, filters]`, with a 1 for each spatial axis
 * - output: `[batch, ...spatial, filters]`
 *
 * @throws {ShapeError} when the channels differ, or the window does not fit into the input.
 * @see {@link https://keras.io/api/ops/nn/#separableconv-function | keras.ops.separable_conv}
 * @example
 * separableConv(ones([1, 5, 5, 2]), ones([3, 3, 2, 1]), ones([1, 1, 2, 4])).shape; // [1, 3, 3, 4]
 */
export const separableConv = /* @__PURE__ */ defineOp<
  [inputs: Tensor, depthwiseKernel: Tensor, pointwiseKernel: Tensor],
  ConvOptions,
  Tensor
>({
  className: "SeparableConv",
  module: "nn",
  tensors: ["inputs", "depthwise_kernel", "pointwise_kernel"],
  options: convDefaults,
  call: (inputs, depthwiseKernel, pointwiseKernel, options) => {
    const all = operands("separableConv", [inputs, depthwiseKernel, pointwiseKernel], "float");
    const [x, w, points] = all as [Tensor, Tensor, Tensor];
    const { format, windows } = plan("separableConv", x.shape, w.shape, options);
    checkPoints(w.shape, points.shape);
    const each = convolveDepthwise(toChannelsLast(x, format), w, windows);
    const ones = windows.size.map(() => 1);
    const mixed = convolve(each, points, { size: ones, strides: ones, dilation: ones, padding: "valid" });
    return fromChannelsLast(mixed, format);
  },
  spec: (inputs: unknown, depthwiseKernel: unknown, pointwiseKernel: unknown, options: ConvOptions) => {
    const [x, w, points] = [specOf(inputs), specOf(depthwiseKernel), specOf(pointwiseKernel)];
    const { format, sizes, batch } = plan("separableConv", x.shape, w.shape, options);
    checkPoints(w.shape, points.shape);
    return spec(inFormat([batch, ...sizes, points.shape.at(-1)!], format), x.dtype, w.dtype, points.dtype, "float");
  },
});

function outputChannels(kernel: Shape): number | null {
  const [channels, multiplier] = [kernel.at(-2)!, kernel.at(-1)!];
  return channels === null || multiplier === null ? null : channels * multiplier;
}

interface Plan {
  readonly format: DataFormat;
  readonly windows: Windows;
  readonly sizes: Shape;
  readonly batch: number | null;
}

function plan(op: string, inputShape: Shape, kernelShape: Shape, options: ConvOptions): Plan {
  const rank = inputShape.length - 2;
  if (rank < 1 || rank > 2) throw shapeError(op, "`inputs` must have rank 3 or 4", inputShape);
  if (kernelShape.length !== rank + 2)
    throw shapeError(op, `the kernel must have rank ${rank + 2}, as \`inputs\``, kernelShape);
  const format = checkDataFormat(op, options.dataFormat);
  const shape = channelsLast(inputShape, format);
  const [channels, wanted] = [shape.at(-1)!, kernelShape.at(-2)!];
  if (channels !== null && wanted !== null && channels !== wanted)
    throw shapeError(op, `the number of channels of the input must be that of the kernel, ${wanted}`, inputShape);
  const windows: Windows = {
    size: kernelShape.slice(0, rank) as number[],
    strides: sizesFor(op, "strides", options.strides, rank),
    dilation: sizesFor(op, "dilationRate", options.dilationRate, rank),
    padding: checkPadding(op, options.padding),
  };
  return { format, windows, sizes: windowedSizes(op, shape.slice(1, -1), windows), batch: shape[0]! };
}

function checkPoints(depthwise: Shape, pointwise: Shape): void {
  const channels = outputChannels(depthwise);
  const fits =
    pointwise.length === depthwise.length && pointwise.slice(0, -2).every((size) => size === 1 || size === null);
  if (fits && (channels === null || pointwise.at(-2) === null || pointwise.at(-2) === channels)) return;
  const expected = `the pointwise kernel must have a window of size 1 and ${channels} channels`;
  throw shapeError("separableConv", expected, pointwise);
}
