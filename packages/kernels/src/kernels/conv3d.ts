import { backend_util, type KernelConfig, type TensorInfo } from "@hornbeam/kernels/tfjs";
import type { Runtime } from "../runtime.ts";
import { kernel } from "./define.ts";

type Shape5D = [number, number, number, number, number];

/** The gradient of a 3-D convolution's input, which stock WASM computes wrong. */
export function conv3dKernels(runtime: Runtime): KernelConfig[] {
  type Attributes = {
    strides: [number, number, number] | number;
    pad: "valid" | "same";
    inputShape: Shape5D;
    dilations?: number;
  };
  return [
    kernel<{ dy: TensorInfo; filter: TensorInfo }, Attributes>(
      runtime,
      "Conv3DBackpropInputV2",
      ({ dy, filter }, { strides, pad, inputShape, dilations = 1 }) => {
        const i = backend_util.computeConv3DInfo(inputShape, filter.shape as Shape5D, strides, dilations, pad);
        const dx = runtime.output(inputShape);
        runtime.run("conv3dInputGradient", i.batchSize, {
          d: i.inDepth,
          h: i.inHeight,
          w: i.inWidth,
          cin: i.inChannels,
          front: i.padInfo.front,
          top: i.padInfo.top,
          left: i.padInfo.left,
          kd: i.filterDepth,
          kh: i.filterHeight,
          kw: i.filterWidth,
          dd: i.dilationDepth,
          dh: i.dilationHeight,
          dw: i.dilationWidth,
          od: i.outDepth,
          oh: i.outHeight,
          ow: i.outWidth,
          cout: i.outChannels,
          sd: i.strideDepth,
          sh: i.strideHeight,
          sw: i.strideWidth,
          dy: runtime.input(dy),
          filter: runtime.input(filter),
          dx: dx.address,
        });
        return dx.info;
      },
    ),
  ];
}
