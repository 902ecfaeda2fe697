import { backend_util, type KernelConfig, type TensorInfo } from "@hornbeam/kernels/tfjs";
import type { Runtime } from "../runtime.ts";
import { kernel } from "./define.ts";

interface PoolAttributes {
  readonly filterSize: [number, number] | number;
  readonly strides: [number, number] | number;
  readonly pad: Parameters<typeof backend_util.computePool2DInfo>[4];
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
  readonly dilations?: [number, number] | number;
}

/**
 * Maximum and average pooling and their gradients, NHWC. Stock gradients of averages divide by the whole window
 * where it hangs over the edge (padding "same"), though the average was over what is inside.
 */
export function poolingKernels(runtime: Runtime): KernelConfig[] {
  return [
    pool(runtime, "MaxPool", "maxPool"),
    pool(runtime, "AvgPool", "averagePool"),
    kernel<{ dy: TensorInfo; input: TensorInfo; output: TensorInfo }, PoolAttributes>(
      runtime,
      "MaxPoolGrad",
      ({ dy, input, output }, attrs) => {
        const info = poolInfo(input.shape, attrs);
        const dx = runtime.output(input.shape);
        runtime.run("maxPoolGradient", info.batchSize, {
          ...windows(info),
          x: runtime.input(input),
          y: runtime.input(output),
          dy: runtime.input(dy),
          dx: dx.address,
          gates: 0,
        });
        return dx.info;
      },
    ),
    kernel<{ dy: TensorInfo; input: TensorInfo }, PoolAttributes>(runtime, "AvgPoolGrad", ({ dy, input }, attrs) => {
      const info = poolInfo(input.shape, attrs);
      const dx = runtime.output(input.shape);
      runtime.run("averagePoolGradient", info.batchSize, { ...windows(info), dy: runtime.input(dy), dx: dx.address });
      return dx.info;
    }),
  ];
}

function pool(runtime: Runtime, kernelName: string, command: "maxPool" | "averagePool"): KernelConfig {
  return kernel<{ x: TensorInfo }, PoolAttributes>(runtime, kernelName, ({ x }, attrs) => {
    const info = poolInfo(x.shape, attrs);
    const y = runtime.output(info.outShape);
    const args = { ...windows(info), x: runtime.input(x), y: y.address };
    runtime.run(command, info.batchSize * info.outHeight, args);
    return y.info;
  });
}

function poolInfo(
  shape: readonly number[],
  { filterSize, strides, dilations = 1, pad, dimRoundingMode }: PoolAttributes,
) {
  return backend_util.computePool2DInfo(
    shape as [number, number, number, number],
    filterSize,
    strides,
    dilations,
    pad,
    dimRoundingMode,
  );
}

/** The arguments that describe images and windows. */
export function windows(i: backend_util.Conv2DInfo) {
  return {
    h: i.inHeight,
    w: i.inWidth,
    c: i.inChannels,
    top: i.padInfo.top,
    left: i.padInfo.left,
    kh: i.filterHeight,
    kw: i.filterWidth,
    dh: i.dilationHeight,
    dw: i.dilationWidth,
    oh: i.outHeight,
    ow: i.outWidth,
    sh: i.strideHeight,
    sw: i.strideWidth,
  };
}
