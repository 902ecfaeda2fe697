import { backend_util, type KernelConfig, type TensorInfo } from "@hornbeam/kernels/tfjs";
import { KernelError } from "../errors.ts";
import type { Runtime } from "../runtime.ts";
import { applyActivation, type FusedActivation, outputFlags } from "./activation.ts";
import { filterGradient, inputGradient } from "./conv2d-gradients.ts";
import { kernel } from "./define.ts";
import { depthwise } from "./depthwise.ts";
import { convolvePatches, groupsOf, patches2d } from "./patches.ts";
import { product } from "./product.ts";
import { prefersWinograd, type Winograd, winograd } from "./winograd.ts";

/** Attributes of TensorFlow.js' convolutions. */
export interface ConvAttributes {
  readonly strides: [number, number] | number;
  readonly pad: Parameters<typeof backend_util.computeConv2DInfo>[4];
  readonly dataFormat?: "NHWC" | "NCHW";
  readonly dilations?: [number, number] | number;
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
}

/** Sizes of a convolution, from the shapes of its input and filter. */
export type ConvInfo = backend_util.Conv2DInfo;

type Shape4D = [number, number, number, number];

/** Sizes of a convolution, NHWC. */
export function convInfo(
  inputShape: readonly number[],
  filterShape: readonly number[],
  attrs: ConvAttributes,
): ConvInfo {
  const { strides, pad, dataFormat = "NHWC", dilations = 1, dimRoundingMode } = attrs;
  if (dataFormat !== "NHWC")
    throw new KernelError(`Cannot run a convolution: the data format must be "NHWC", received "${dataFormat}"`);
  return backend_util.computeConv2DInfo(
    inputShape as Shape4D,
    filterShape as Shape4D,
    strides,
    dilations,
    pad,
    dimRoundingMode,
  );
}

/** `Conv2D`, `FusedConv2D` and the gradients of filter and input, of any stride, padding and dilation. */
export function convolutionKernels(runtime: Runtime): KernelConfig[] {
  type Inputs = { x: TensorInfo; filter: TensorInfo; bias?: TensorInfo; preluActivationWeights?: TensorInfo };
  const fused = kernel<Inputs, ConvAttributes & FusedActivation>(runtime, "FusedConv2D", ({ x, filter, bias }, attrs) =>
    conv2d(runtime, { x, filter, ...(bias && { bias }) }, convInfo(x.shape, filter.shape, attrs), attrs.activation),
  );
  return [
    kernel<Inputs, ConvAttributes>(runtime, "Conv2D", ({ x, filter }, attrs) =>
      conv2d(runtime, { x, filter }, convInfo(x.shape, filter.shape, attrs)),
    ),
    {
      ...fused,
      kernelFunc: (call) => {
        const { preluActivationWeights } = call.inputs as unknown as Inputs; // as in define.ts
        return applyActivation(
          runtime,
          fused.kernelFunc(call) as TensorInfo,
          (call.attrs ?? {}) as FusedActivation,
          preluActivationWeights,
        );
      },
    },
    kernel<{ x: TensorInfo; dy: TensorInfo }, ConvAttributes & { filterShape: number[] }>(
      runtime,
      "Conv2DBackpropFilter",
      ({ x, dy }, attrs) => filterGradient(runtime, x, dy, convInfo(x.shape, attrs.filterShape, attrs)),
    ),
    kernel<{ dy: TensorInfo; filter: TensorInfo }, ConvAttributes & { inputShape: number[] }>(
      runtime,
      "Conv2DBackpropInput",
      ({ dy, filter }, attrs) => inputGradient(runtime, dy, filter, convInfo(attrs.inputShape, filter.shape, attrs)),
    ),
  ];
}

/** Whether each group has one channel: a depthwise convolution. */
export function isDepthwise(i: ConvInfo): boolean {
  return i.inChannels > 1 && groupsOf(i) === i.inChannels;
}

/** Whether the direct kernels do it. */
export function isDirect(i: ConvInfo): boolean {
  return i.dilationHeight * i.dilationWidth === 1 && groupsOf(i) === 1;
}

/** Whether the patches are the pixels themselves, or the whole images: then a convolution is one matrix product. */
export function isMatMul(i: ConvInfo): boolean {
  if (groupsOf(i) > 1) return false;
  const { top, bottom, left, right } = i.padInfo;
  if (top || bottom || left || right) return false;
  if (i.filterHeight * i.filterWidth === 1) return i.strideHeight * i.strideWidth === 1;
  return i.filterHeight === i.inHeight && i.filterWidth === i.inWidth && i.dilationHeight * i.dilationWidth === 1;
}

/** Rows and inner size of that product. */
export function matMulSizes(i: ConvInfo): { m: number; k: number } {
  return { m: i.batchSize * i.outHeight * i.outWidth, k: i.filterHeight * i.filterWidth * i.inChannels };
}

/** Height and width of the padded images that the direct kernels read. */
export function paddedSize(i: ConvInfo): { ph: number; pw: number } {
  return {
    ph: Math.max((i.outHeight - 1) * i.strideHeight + i.filterHeight, i.inHeight + i.padInfo.top),
    pw: Math.max((i.outWidth - 1) * i.strideWidth + i.filterWidth, i.inWidth + i.padInfo.left),
  };
}

/** Sizes for {@link winograd}; undefined where it does not apply or is slower. */
export function winogradSizes(i: ConvInfo): Winograd | undefined {
  const { top, left } = i.padInfo;
  if (i.filterHeight !== i.filterWidth || groupsOf(i) > 1) return undefined;
  if (i.strideHeight * i.strideWidth * i.dilationHeight * i.dilationWidth !== 1) return undefined;
  const sizes = {
    batch: i.batchSize,
    h: i.inHeight,
    w: i.inWidth,
    cin: i.inChannels,
    top,
    left,
    oh: i.outHeight,
    ow: i.outWidth,
    cout: i.outChannels,
    taps: i.filterHeight,
  };
  return prefersWinograd(sizes) ? sizes : undefined;
}

/** Convolution of any number of groups (the filter has the channels of one), then a bias and the activations that kernels apply on the way out. */
export function conv2d(
  runtime: Runtime,
  { x, filter, bias }: { x: TensorInfo; filter: TensorInfo; bias?: TensorInfo },
  i: ConvInfo,
  activation?: string,
): TensorInfo {
  if (isDepthwise(i)) return depthwise(runtime, { x, filter, ...(bias && { bias }) }, i, activation);
  const y = runtime.output(i.outShape);
  const end = { y: y.address, bias: bias ? runtime.input(bias) : 0, flags: outputFlags(bias, activation) };
  const source = { x: runtime.input(x), filter: runtime.input(filter) };
  const fast = winogradSizes(i);
  if (fast) winograd(runtime, fast, { ...source, ...end });
  else if (isMatMul(i)) {
    const { m, k } = matMulSizes(i);
    product(runtime, {
      transposeA: 0,
      transposeB: 0,
      m,
      n: i.outChannels,
      k,
      a: source.x,
      lda: k,
      b: source.filter,
      ldb: i.outChannels,
      c: y.address,
      ldc: i.outChannels,
      bias: end.bias,
      flags: end.flags,
    });
  } else if (isDirect(i)) {
    const k = i.filterHeight * i.filterWidth * i.inChannels;
    const panels = Math.ceil(i.outChannels / 8);
    const packed = runtime.workspace(32 * panels * k);
    runtime.run("packFilter", panels, { k, n: i.outChannels, filter: source.filter, panels: packed });
    const { ph, pw } = paddedSize(i);
    runtime.run(
      "conv2d",
      i.batchSize * i.outHeight,
      {
        h: i.inHeight,
        w: i.inWidth,
        cin: i.inChannels,
        ph,
        pw,
        top: i.padInfo.top,
        left: i.padInfo.left,
        kh: i.filterHeight,
        kw: i.filterWidth,
        oh: i.outHeight,
        ow: i.outWidth,
        cout: i.outChannels,
        sh: i.strideHeight,
        sw: i.strideWidth,
        x: source.x,
        panels: packed,
        ...end,
      },
      4 * ph * pw * i.inChannels,
    );
  } else {
    convolvePatches(runtime, patches2d(i), { ...source, ...end });
  }
  return y.info;
}
