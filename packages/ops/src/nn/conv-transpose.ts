import { defineOp, type Shape, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { operands } from "../_operands.ts";
import { shapeError, spec, specOf } from "../_spec.ts";
import { spreadKernel } from "./_convolve.ts";
import { fromChannelsLast, toChannelsLast } from "./_layout.ts";
import { scatterWindows } from "./_transposed.ts";
import {
  channelsLast,
  checkDataFormat,
  checkPadding,
  type DataFormat,
  inFormat,
  type Padding,
  type Sizes,
  sizesFor,
} from "./_windows.ts";
import { type ConvOptions, convDefaults } from "./conv.ts";

interface ConvTransposeOptions extends ConvOptions {
  outputPadding: Sizes | null;
}

/**
 * The transpose of a convolution over 1, 2 or 3 spatial axes: each element of the input adds a copy of the kernel to
 * the output, copies lying `strides` apart.
 *
 * - inputs: `[batch, ...spatial, channels]`, or `[batch, channels, ...spatial]` for `"channels_first"`
 * - kernel: `[...window, filters, channels]`
 * - output: `[batch, ...spatial, filters]`; `outputPadding` settles its size where a stride leaves a choice
 *
 * @throws {ShapeError} when the channels differ.
 * @see {@link https://keras.io/api/ops/nn/#convtranspose-function | keras.ops.conv_transpose}
 * @example
 * convTranspose(ones([1, 2, 2, 3]), ones([2, 2, 4, 3]), { strides: 2 }).shape; // [1, 4, 4, 4]
 */
export const convTranspose = /* @__PURE__ */ defineOp<[inputs: Tensor, kernel: Tensor], ConvTransposeOptions, Tensor>({
  className: "ConvTranspose",
  module: "nn",
  tensors: ["inputs", "kernel"],
  options: {
    strides: convDefaults.strides,
    padding: convDefaults.padding,
    outputPadding: null,
    dataFormat: null,
    dilationRate: 1,
  },
  call: (inputs, kernel, options) => {
    const [x, w] = operands("convTranspose", [inputs, kernel], "float") as [Tensor, Tensor];
    const { format, axes } = plan(x.shape, w.shape, options);
    const last = toChannelsLast(x, format);
    const filter = spreadKernel(
      w,
      axes.map((axis) => axis.dilation),
    );
    const full = scatterWindows(
      last,
      filter,
      axes.map((axis) => axis.stride),
    );
    return fromChannelsLast(fitted(full, axes), format);
  },
  spec: (inputs: unknown, kernel: unknown, options: ConvTransposeOptions) => {
    const [x, w] = [specOf(inputs), specOf(kernel)];
    const { format, axes, shape } = plan(x.shape, w.shape, options);
    const sizes = axes.map((axis) => axis.length);
    return spec(inFormat([shape[0]!, ...sizes, w.shape.at(-2)!], format), x.dtype, w.dtype, "float");
  },
});

/** What happens along one spatial axis. */
interface AxisPlan {
  readonly stride: number;
  readonly dilation: number;
  /** The size of the output; null where the input's is not known. */
  readonly length: number | null;
  /** How much of the full result lies before the output. */
  readonly before: number;
}

/** The part of the full result that is the output; what lies beyond it is zeros. */
function fitted(full: Tensor, axes: readonly AxisPlan[]): Tensor {
  const begin = [0, ...axes.map((axis) => axis.before), 0];
  const wanted = [full.shape[0]!, ...axes.map((axis) => axis.length!), full.shape.at(-1)!];
  const missing = wanted.map((size, i): [number, number] => [0, Math.max(0, begin[i]! + size - full.shape[i]!)]);
  const padded = missing.some(([, after]) => after > 0) ? tf.pad(full, missing) : full;
  return padded.shape.join() === wanted.join() ? padded : tf.slice(padded, begin, wanted);
}

function plan(
  inputShape: Shape,
  kernelShape: Shape,
  options: ConvTransposeOptions,
): { format: DataFormat; axes: AxisPlan[]; shape: Shape } {
  const op = "convTranspose";
  const rank = inputShape.length - 2;
  if (rank < 1 || rank > 3) throw shapeError(op, "`inputs` must have rank 3, 4 or 5", inputShape);
  if (kernelShape.length !== rank + 2)
    throw shapeError(op, `the kernel must have rank ${rank + 2}, as \`inputs\``, kernelShape);
  const format = checkDataFormat(op, options.dataFormat);
  const shape = channelsLast(inputShape, format);
  const [channels, wanted] = [shape.at(-1)!, kernelShape.at(-1)!];
  if (channels !== null && wanted !== null && channels !== wanted)
    throw shapeError(op, `the number of channels of the input must be the kernel's last size, ${wanted}`, inputShape);
  const strides = sizesFor(op, "strides", options.strides, rank);
  const dilations = sizesFor(op, "dilationRate", options.dilationRate, rank);
  const extra = options.outputPadding === null ? null : sizesFor(op, "outputPadding", options.outputPadding, rank, 0);
  const padding = checkPadding(op, options.padding);
  const axes = strides.map((stride, i) => {
    const reach = dilations[i]! * (kernelShape[i]! - 1) + 1;
    const length = outputLength(shape[i + 1]!, reach, stride, padding, extra?.[i] ?? null);
    const total = padding === "same" && length !== null ? (shape[i + 1]! - 1) * stride + reach - length : 0;
    return { stride, dilation: dilations[i]!, length, before: Math.max(0, Math.floor(total / 2)) };
  });
  return { format, axes, shape };
}

function outputLength(
  size: number | null,
  reach: number,
  stride: number,
  padding: Padding,
  extra: number | null,
): number | null {
  if (size === null) return null;
  const full = (size - 1) * stride + reach;
  if (padding === "valid") return full + (extra ?? Math.max(0, stride - reach));
  return extra === null ? size * stride : full - 2 * Math.floor(reach / 2) + extra;
}
