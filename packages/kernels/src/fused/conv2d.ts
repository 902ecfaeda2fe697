import {
  add,
  type backend_util,
  conv2d as conv2dOp,
  engine,
  type GradConfig,
  getKernel,
  type KernelConfig,
  type Tensor,
  type Tensor4D,
  type TensorInfo,
} from "@hornbeam/kernels/tfjs";
import { type ConvAttributes, conv2d, convInfo } from "../kernels/conv2d.ts";
import { kernel } from "../kernels/define.ts";
import type { Runtime } from "../runtime.ts";
import { outputGradients } from "./activation-gradient.ts";
import { activate } from "./dense.ts";
import { type FusedActivation, fusedConv2dName } from "./names.ts";
import { checkConvolution } from "./operands.ts";

/** Options of {@link fusedConv2d}. */
export interface FusedConvOptions {
  /** Added to each pixel, one number a filter. */
  readonly bias?: Tensor | undefined;
  /** Applied last. */
  readonly activation?: FusedActivation;
  /** Steps of the window in pixels: height, width. */
  readonly strides?: number | [number, number];
  /** `"valid"`: none; `"same"`: as TensorFlow pads; or pixels around `[[0, 0], [top, bottom], [left, right], [0, 0]]`. */
  readonly pad?: "valid" | "same" | number | backend_util.ExplicitPadding;
  /** Distance between the window's taps in pixels: height, width. */
  readonly dilations?: number | [number, number];
}

type Attributes = ConvAttributes & { readonly activation: FusedActivation };

/**
 * A convolution layer in one kernel: `activation(conv2d(x, filter) + bias)`, with a gradient of any stride and dilation that
 * takes one pass for activation and bias.
 *
 * - x: `[batch, height, width, channels]`, float32
 * - filter: `[height, width, channels, filters]`
 * - result: `[batch, height, width, filters]`
 *
 * @throws {KernelError} when the shapes do not fit.
 * @example
 * fusedConv2d(ones([1, 3, 3, 1]), ones([3, 3, 1, 1]), { pad: "valid" }); // [[[[9]]]]
 */
export function fusedConv2d(x: Tensor, filter: Tensor, options: FusedConvOptions = {}): Tensor {
  const { bias, activation = "linear", strides = 1, pad = "valid", dilations = 1 } = options;
  checkConvolution(x, filter, bias);
  if (!getKernel(fusedConv2dName, engine().backendName)) {
    const y = conv2dOp(x as Tensor4D, filter as Tensor4D, strides, pad, "NHWC", dilations);
    return activate(bias ? add(y, bias) : y, activation);
  }
  const attrs = { activation, strides, pad, dilations, dataFormat: "NHWC" } as const;
  return engine().runKernel(
    fusedConv2dName,
    { x, filter, ...(bias && { bias }) },
    attrs as unknown as Parameters<ReturnType<typeof engine>["runKernel"]>[2],
  ) as Tensor;
}

/** The kernel behind {@link fusedConv2d}. */
export function fusedConv2dKernel(runtime: Runtime): KernelConfig {
  return kernel<{ x: TensorInfo; filter: TensorInfo; bias?: TensorInfo }, Attributes>(
    runtime,
    fusedConv2dName,
    ({ x, filter, bias }, attrs) =>
      conv2d(runtime, { x, filter, ...(bias && { bias }) }, convInfo(x.shape, filter.shape, attrs), attrs.activation),
  );
}

/** Its gradient. */
export const fusedConv2dGradient: GradConfig = {
  kernelName: fusedConv2dName,
  inputsToSave: ["x", "filter"],
  outputsToSave: [true],
  gradFunc: (dy, saved, attrs) => {
    const [x, filter, y] = saved as [Tensor, Tensor, Tensor];
    const { dz, bias } = outputGradients(dy as Tensor, y, attrs.activation as FusedActivation);
    const run = engine().runKernel.bind(engine());
    return {
      x: () => run("Conv2DBackpropInput", { dy: dz, filter }, { ...attrs, inputShape: x.shape }) as Tensor,
      filter: () => run("Conv2DBackpropFilter", { x, dy: dz }, { ...attrs, filterShape: filter.shape }) as Tensor,
      bias,
    };
  },
};
