import {
  add,
  depthwiseConv2d as depthwiseOp,
  engine,
  type GradConfig,
  getKernel,
  type KernelConfig,
  type Tensor,
  type Tensor4D,
  type TensorInfo,
} from "@hornbeam/kernels/tfjs";
import type { ConvAttributes } from "../kernels/conv2d.ts";
import { kernel } from "../kernels/define.ts";
import { depthwise, depthwiseInfo } from "../kernels/depthwise.ts";
import type { Runtime } from "../runtime.ts";
import { outputGradients } from "./activation-gradient.ts";
import type { FusedConvOptions } from "./conv2d.ts";
import { activate } from "./dense.ts";
import { type FusedActivation, fusedDepthwiseConv2dName } from "./names.ts";
import { checkDepthwise } from "./operands.ts";

type Attributes = ConvAttributes & { readonly activation: FusedActivation };

/**
 * A depthwise convolution layer in one kernel, each channel with filters of its own:
 * `activation(depthwiseConv2d(x, filter) + bias)`, with a gradient of any stride and dilation.
 *
 * - x: `[batch, height, width, channels]`, float32
 * - filter: `[height, width, channels, multiplier]`
 * - result: `[batch, height, width, channels · multiplier]`
 *
 * @throws {KernelError} when the shapes do not fit.
 * @example
 * fusedDepthwiseConv2d(ones([1, 3, 3, 2]), ones([3, 3, 2, 1]), { pad: "valid" }); // [[[[9, 9]]]]
 */
export function fusedDepthwiseConv2d(x: Tensor, filter: Tensor, options: FusedConvOptions = {}): Tensor {
  const { bias, activation = "linear", strides = 1, pad = "valid", dilations = 1 } = options;
  checkDepthwise(x, filter, bias);
  if (!getKernel(fusedDepthwiseConv2dName, engine().backendName)) {
    const y = depthwiseOp(x as Tensor4D, filter as Tensor4D, strides, pad, "NHWC", dilations);
    return activate(bias ? add(y, bias) : y, activation);
  }
  const attrs = { activation, strides, pad, dilations, dataFormat: "NHWC" } as const;
  return engine().runKernel(
    fusedDepthwiseConv2dName,
    { x, filter, ...(bias && { bias }) },
    attrs as unknown as Parameters<ReturnType<typeof engine>["runKernel"]>[2], // its type knows no objects of a known shape
  ) as Tensor;
}

/** The kernel behind {@link fusedDepthwiseConv2d}. */
export function fusedDepthwiseConv2dKernel(runtime: Runtime): KernelConfig {
  return kernel<{ x: TensorInfo; filter: TensorInfo; bias?: TensorInfo }, Attributes>(
    runtime,
    fusedDepthwiseConv2dName,
    (inputs, attrs) =>
      depthwise(runtime, inputs, depthwiseInfo(inputs.x.shape, inputs.filter.shape, attrs), attrs.activation),
  );
}

/** Its gradient. */
export const fusedDepthwiseConv2dGradient: GradConfig = {
  kernelName: fusedDepthwiseConv2dName,
  inputsToSave: ["x", "filter"],
  outputsToSave: [true],
  gradFunc: (dy, saved, attrs) => {
    const [x, filter, y] = saved as [Tensor, Tensor, Tensor];
    const { dz, bias } = outputGradients(dy as Tensor, y, attrs.activation as FusedActivation);
    const run = (name: string, inputs: Record<string, Tensor>, more: object) =>
      engine().runKernel(`DepthwiseConv2dNativeBackprop${name}`, inputs, { ...attrs, ...more }) as Tensor;
    return {
      x: () => run("Input", { dy: dz, filter }, { inputShape: x.shape }),
      filter: () => run("Filter", { x, dy: dz }, { filterShape: filter.shape }),
      bias,
    };
  },
};
