import { backend_util, getKernel, type KernelConfig, type TensorInfo } from "@hornbeam/kernels/tfjs";
import type { Runtime } from "../runtime.ts";
import { kernel } from "./define.ts";

type Strides = [number, number, number] | number;
type Shape5D = [number, number, number, number, number];

/** The gradients of a 3-D convolution: stock WASM computes that of the input wrong, that of the kernel with strides. */
export function conv3dKernels(runtime: Runtime): KernelConfig[] {
  return [...inputGradient(runtime), filterGradient(runtime)];
}

function inputGradient(runtime: Runtime): KernelConfig[] {
  type Attributes = {
    strides: Strides;
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

/**
 * Stock WASM takes the wrong places where there are strides. Without strides it is right: the gradient that comes is
 * spread, with zeros between its elements, and the input gets zeros around it to fit.
 */
function filterGradient({ backend }: Runtime): KernelConfig {
  const kernelName = "Conv3DBackpropFilterV2";
  const stock = getKernel(kernelName, "wasm");
  const pad = (x: TensorInfo, paddings: [number, number][]): TensorInfo =>
    getKernel("PadV2", "wasm").kernelFunc({
      inputs: { x },
      attrs: { paddings, constantValue: 0 },
      backend,
    }) as TensorInfo;
  /** Each element along an axis with `stride - 1` zeros behind it. */
  const spread = (x: TensorInfo, axis: number, stride: number): TensorInfo => {
    const after = x.shape.slice(axis + 1).reduce((product, size) => product * size, 1);
    const elements = x.shape.reduce((product, size) => product * size, 1);
    const apart = { ...x, shape: [elements / after, 1, after] };
    const loose = pad(apart, [
      [0, 0],
      [0, stride - 1],
      [0, 0],
    ]);
    return { ...loose, shape: x.shape.with(axis, x.shape[axis]! * stride) };
  };
  return {
    kernelName,
    backendName: "wasm",
    kernelFunc: ({ inputs, attrs }) => {
      const { x, dy } = inputs as Record<"x" | "dy", TensorInfo>;
      const given = attrs as unknown as { strides: Strides; pad: "valid" | "same"; filterShape: Shape5D };
      const i = backend_util.computeConv3DInfo(x.shape as Shape5D, given.filterShape, given.strides, 1, given.pad);
      const before = [i.padInfo.front, i.padInfo.top, i.padInfo.left];
      const strides = [i.strideDepth, i.strideHeight, i.strideWidth];
      const temporary: TensorInfo[] = [];
      let wide = dy;
      strides.forEach((stride, axis) => {
        if (stride === 1) return;
        wide = spread(wide, axis + 1, stride);
        temporary.push(wide);
      });
      const around = before.map((first, axis): [number, number] => {
        const size = wide.shape[axis + 1]! + given.filterShape[axis]! - 1;
        return [first, size - x.shape[axis + 1]! - first];
      });
      const padded = pad(x, [[0, 0], ...around, [0, 0]]);
      temporary.push(padded);
      const gradient = stock.kernelFunc({
        inputs: { x: padded, dy: wide },
        attrs: { strides: 1, pad: "valid", filterShape: given.filterShape },
        backend,
      }) as TensorInfo;
      for (const { dataId } of temporary) backend.disposeData(dataId);
      return gradient;
    },
  };
}
