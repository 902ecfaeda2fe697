import { backend_util, type KernelConfig, type TensorInfo } from "@hornbeam/kernels/tfjs";
import type { Runtime } from "../runtime.ts";
import { kernel } from "./define.ts";
import { uncropped } from "./volumes.ts";

interface Attributes {
  readonly filterSize: [number, number, number] | number;
  readonly strides: [number, number, number] | number;
  readonly pad: Parameters<typeof backend_util.computePool3DInfo>[4];
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
}

/**
 * Maximum and average pooling over three axes and their gradients, NDHWC. Stock gradients of averages divide by the whole
 * window where it hangs over the edge, and the stock gradient of maxima knows one maximum where TensorFlow's knows all.
 */
export function pooling3dKernels(runtime: Runtime): KernelConfig[] {
  return [
    pool(runtime, "MaxPool3D", "maxPool3d"),
    pool(runtime, "AvgPool3D", "averagePool3d"),
    kernel<{ dy: TensorInfo; input: TensorInfo; output: TensorInfo }, Attributes>(
      runtime,
      "MaxPool3DGrad",
      ({ dy, input, output }, attrs) => {
        const i = poolInfo(input.shape, attrs);
        const dx = runtime.output(input.shape);
        runtime.run("maxPool3dGradient", i.batchSize, {
          ...volumes(i),
          x: runtime.input(input),
          y: runtime.input(output),
          dy: runtime.input(dy),
          dx: dx.address,
        });
        return dx.info;
      },
    ),
    kernel<{ dy: TensorInfo; input: TensorInfo }, Attributes>(runtime, "AvgPool3DGrad", ({ dy, input }, attrs) => {
      const i = poolInfo(input.shape, attrs);
      const dx = runtime.output(input.shape);
      const args = { ...volumes(i), dy: runtime.input(dy), dx: dx.address };
      runtime.run("averagePool3dGradient", i.batchSize, args);
      return dx.info;
    }),
  ];
}

function pool(runtime: Runtime, kernelName: string, command: "maxPool3d" | "averagePool3d"): KernelConfig {
  return kernel<{ x: TensorInfo }, Attributes>(runtime, kernelName, ({ x }, attrs) => {
    const i = poolInfo(x.shape, attrs);
    const y = runtime.output(i.outShape);
    runtime.run(command, i.batchSize * i.outDepth, { ...volumes(i), x: runtime.input(x), y: y.address });
    return y.info;
  });
}

function poolInfo(shape: readonly number[], { filterSize, strides, pad, dimRoundingMode }: Attributes) {
  const volume = shape as [number, number, number, number, number];
  return uncropped(backend_util.computePool3DInfo(volume, filterSize, strides, 1, pad, dimRoundingMode));
}

/** The arguments that describe volumes and windows. */
const volumes = (i: backend_util.Conv3DInfo) => ({
  d: i.inDepth,
  h: i.inHeight,
  w: i.inWidth,
  c: i.inChannels,
  front: i.padInfo.front,
  top: i.padInfo.top,
  left: i.padInfo.left,
  kd: i.filterDepth,
  kh: i.filterHeight,
  kw: i.filterWidth,
  dd: 1,
  dh: 1,
  dw: 1,
  od: i.outDepth,
  oh: i.outHeight,
  ow: i.outWidth,
  sd: i.strideDepth,
  sh: i.strideHeight,
  sw: i.strideWidth,
});
