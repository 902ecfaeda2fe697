import { backend_util, type KernelConfig, type TensorInfo } from "@hornbeam/kernels/tfjs";
import type { Runtime } from "../runtime.ts";
import { applyActivation, type FusedActivation, outputFlags } from "./activation.ts";
import type { ConvAttributes, ConvInfo } from "./conv2d.ts";
import { kernel } from "./define.ts";
import { windows } from "./pooling.ts";

type Shape4D = [number, number, number, number];

interface Inputs {
  readonly x: TensorInfo;
  readonly filter: TensorInfo;
  readonly bias?: TensorInfo;
  readonly preluActivationWeights?: TensorInfo;
}

/**
 * Depthwise convolutions and their gradients, of any stride, padding and dilation. Stock WASM lacks the gradients, and its
 * forward pass keeps a packed filter by the tensor's id, though the filter changes.
 */
export function depthwiseKernels(runtime: Runtime): KernelConfig[] {
  const fused = kernel<Inputs, ConvAttributes & FusedActivation>(
    runtime,
    "FusedDepthwiseConv2D",
    ({ x, filter, bias }, attrs) =>
      depthwise(
        runtime,
        { x, filter, ...(bias && { bias }) },
        depthwiseInfo(x.shape, filter.shape, attrs),
        attrs.activation,
      ),
  );
  return [
    kernel<Inputs, ConvAttributes>(runtime, "DepthwiseConv2dNative", ({ x, filter }, attrs) =>
      depthwise(runtime, { x, filter }, depthwiseInfo(x.shape, filter.shape, attrs)),
    ),
    {
      ...fused,
      kernelFunc: (call) => {
        const { preluActivationWeights } = call.inputs as unknown as Inputs; // as in define.ts
        const attrs = (call.attrs ?? {}) as FusedActivation;
        return applyActivation(runtime, fused.kernelFunc(call) as TensorInfo, attrs, preluActivationWeights);
      },
    },
    kernel<{ dy: TensorInfo; filter: TensorInfo }, ConvAttributes & { inputShape: Shape4D }>(
      runtime,
      "DepthwiseConv2dNativeBackpropInput",
      ({ dy, filter }, attrs) =>
        depthwiseInputGradient(runtime, dy, filter, depthwiseInfo(attrs.inputShape, filter.shape, attrs)),
    ),
    kernel<{ x: TensorInfo; dy: TensorInfo }, ConvAttributes & { filterShape: Shape4D }>(
      runtime,
      "DepthwiseConv2dNativeBackpropFilter",
      ({ x, dy }, attrs) => depthwiseFilterGradient(runtime, x, dy, depthwiseInfo(x.shape, attrs.filterShape, attrs)),
    ),
  ];
}

/** Depthwise convolution, then a bias and the activations that kernels apply on the way out. */
export function depthwise(runtime: Runtime, { x, filter, bias }: Inputs, i: ConvInfo, activation?: string): TensorInfo {
  const y = runtime.output(i.outShape);
  runtime.run("depthwise", i.batchSize * i.outHeight, {
    ...windows(i),
    multiplier: i.outChannels / i.inChannels,
    x: runtime.input(x),
    filter: runtime.input(filter),
    y: y.address,
    bias: bias ? runtime.input(bias) : 0,
    flags: outputFlags(bias, activation),
  });
  return y.info;
}

/** The gradient of the input. Without strides, and with one filter a channel, a depthwise convolution of dy with the filter turned by 180 degrees. */
export function depthwiseInputGradient(runtime: Runtime, dy: TensorInfo, filter: TensorInfo, i: ConvInfo): TensorInfo {
  const dx = runtime.output(i.inShape);
  const sizes = windows(i);
  const [gradient, weights] = [runtime.input(dy), runtime.input(filter)];
  if (sizes.sh * sizes.sw === 1 && i.outChannels === i.inChannels) {
    const taps = sizes.kh * sizes.kw;
    const turned = runtime.workspace(4 * taps * sizes.c);
    runtime.run("flipTaps", taps, { taps, size: sizes.c, x: weights, y: turned });
    runtime.run("depthwise", i.batchSize * sizes.h, {
      ...sizes,
      h: sizes.oh,
      w: sizes.ow,
      oh: sizes.h,
      ow: sizes.w,
      top: (sizes.kh - 1) * sizes.dh - sizes.top,
      left: (sizes.kw - 1) * sizes.dw - sizes.left,
      multiplier: 1,
      x: gradient,
      filter: turned,
      y: dx.address,
      bias: 0,
      flags: 0,
    });
  } else {
    runtime.run("depthwiseInputGradient", i.batchSize, {
      ...sizes,
      multiplier: i.outChannels / i.inChannels,
      dy: gradient,
      filter: weights,
      dx: dx.address,
    });
  }
  return dx.info;
}

/** The gradient of the filter, of its shape. */
export function depthwiseFilterGradient(runtime: Runtime, x: TensorInfo, dy: TensorInfo, i: ConvInfo): TensorInfo {
  const gradient = runtime.output(i.filterShape);
  const columns = i.filterHeight * i.filterWidth * i.outChannels;
  const parts = Math.max(1, Math.min(8, i.batchSize * i.outHeight));
  const sums = parts > 1 ? runtime.workspace(4 * parts * columns) : gradient.address;
  runtime.run("depthwiseFilterGradient", parts, {
    ...windows(i),
    batch: i.batchSize,
    multiplier: i.outChannels / i.inChannels,
    parts,
    x: runtime.input(x),
    dy: runtime.input(dy),
    sums,
  });
  if (parts > 1) runtime.run("sumRows", columns, { rows: parts, columns, x: sums, y: gradient.address });
  return gradient.info;
}

/** Sizes of a depthwise convolution. */
export function depthwiseInfo(
  inputShape: readonly number[],
  filterShape: readonly number[],
  { strides, pad, dilations = 1, dimRoundingMode }: ConvAttributes,
): ConvInfo {
  return backend_util.computeConv2DInfo(
    inputShape as Shape4D,
    filterShape as Shape4D,
    strides,
    dilations,
    pad,
    dimRoundingMode,
    true,
  );
}
