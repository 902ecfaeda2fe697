import { backend_util, type KernelConfig, type TensorInfo, util } from "@hornbeam/kernels/tfjs";
import type { Runtime } from "../runtime.ts";
import { kernel } from "./define.ts";
import { convolvePatches, patches3d, patchesFilterGradient, patchesInputGradient } from "./patches.ts";
import { uncropped } from "./volumes.ts";

type Sizes = [number, number, number] | number;
type Shape5D = [number, number, number, number, number];

interface Attributes {
  readonly strides: Sizes;
  readonly pad: "valid" | "same";
  readonly dilations?: Sizes;
}

/**
 * 3-D convolutions and their gradients, of any stride, dilation and number of groups. Stock WASM takes a hundred times as long,
 * computes the gradient of the input wrong, and that of the filter with strides.
 */
export function conv3dKernels(runtime: Runtime): KernelConfig[] {
  return [
    kernel<{ x: TensorInfo; filter: TensorInfo }, Attributes>(runtime, "Conv3D", ({ x, filter }, attrs) => {
      const i = conv3dInfo(x.shape, filter.shape, attrs);
      const y = runtime.output(i.outShape);
      const operands = { x: runtime.input(x), filter: runtime.input(filter), y: y.address, bias: 0, flags: 0 };
      convolvePatches(runtime, patches3d(i), operands);
      return y.info;
    }),
    kernel<{ dy: TensorInfo; filter: TensorInfo }, Attributes & { inputShape: Shape5D }>(
      runtime,
      "Conv3DBackpropInputV2",
      ({ dy, filter }, attrs) => {
        const i = conv3dInfo(attrs.inputShape, filter.shape, attrs);
        const dx = runtime.output(attrs.inputShape);
        const operands = { dy: runtime.input(dy), filter: runtime.input(filter), dx: dx.address };
        patchesInputGradient(runtime, patches3d(i), operands);
        return dx.info;
      },
    ),
    kernel<{ x: TensorInfo; dy: TensorInfo }, Attributes & { filterShape: Shape5D }>(
      runtime,
      "Conv3DBackpropFilterV2",
      ({ x, dy }, attrs) => {
        const i = conv3dInfo(x.shape, attrs.filterShape, attrs);
        const dw = runtime.output(attrs.filterShape);
        const operands = { x: runtime.input(x), dy: runtime.input(dy), dw: dw.address };
        if (i.batchSize > 0) patchesFilterGradient(runtime, patches3d(i), operands);
        else runtime.run("fill", util.sizeFromShape(attrs.filterShape), { value: 0, size: 4, y: dw.address });
        return dw.info;
      },
    ),
  ];
}

function conv3dInfo(
  inputShape: readonly number[],
  filterShape: readonly number[],
  { strides, pad, dilations = 1 }: Attributes,
): backend_util.Conv3DInfo {
  const shapes = [inputShape as Shape5D, filterShape as Shape5D] as const;
  return uncropped(backend_util.computeConv3DInfo(...shapes, strides, dilations, pad));
}
