import { backend_util, type KernelConfig, type TensorInfo } from "@hornbeam/kernels/tfjs";
import type { Runtime } from "../runtime.ts";
import type { ConvAttributes } from "./conv2d.ts";
import { kernel } from "./define.ts";
import { windows } from "./pooling.ts";

type Shape4D = [number, number, number, number];

/** The gradients of depthwise convolutions, which stock WASM lacks. The forward pass is its own. */
export function depthwiseKernels(runtime: Runtime): KernelConfig[] {
  return [
    kernel<{ dy: TensorInfo; filter: TensorInfo }, ConvAttributes & { inputShape: Shape4D }>(
      runtime,
      "DepthwiseConv2dNativeBackpropInput",
      ({ dy, filter }, attrs) => {
        const info = depthwiseInfo(attrs.inputShape, filter.shape, attrs);
        const dx = runtime.output(attrs.inputShape);
        runtime.run("depthwiseInputGradient", info.batchSize, {
          ...windows(info),
          multiplier: filter.shape[3]!,
          dy: runtime.input(dy),
          filter: runtime.input(filter),
          dx: dx.address,
        });
        return dx.info;
      },
    ),
    kernel<{ x: TensorInfo; dy: TensorInfo }, ConvAttributes & { filterShape: Shape4D }>(
      runtime,
      "DepthwiseConv2dNativeBackpropFilter",
      ({ x, dy }, attrs) => {
        const info = depthwiseInfo(x.shape, attrs.filterShape, attrs);
        const gradient = runtime.output(attrs.filterShape);
        runtime.run("depthwiseFilterGradient", info.filterHeight * info.filterWidth, {
          ...windows(info),
          batch: info.batchSize,
          multiplier: attrs.filterShape[3],
          x: runtime.input(x),
          dy: runtime.input(dy),
          gradient: gradient.address,
        });
        return gradient.info;
      },
    ),
  ];
}

function depthwiseInfo(
  inputShape: readonly number[],
  filterShape: readonly number[],
  { strides, pad, dilations = 1, dimRoundingMode }: ConvAttributes,
) {
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
