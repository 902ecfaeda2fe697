import { type KernelConfig, slice_util, type TensorInfo, util } from "@hornbeam/kernels/tfjs";
import type { Runtime } from "../runtime.ts";
import { kernel } from "./define.ts";

interface SliceAttributes {
  readonly begin: number[];
  readonly end: number[];
  readonly strides: number[];
  readonly beginMask: number;
  readonly endMask: number;
  readonly ellipsisMask: number;
  readonly newAxisMask: number;
  readonly shrinkAxisMask: number;
}

/**
 * `StridedSlice` and `Reverse` of all types. Stock WASM labels slices of integers as floats, and writes four bytes for each
 * reversed bool, over whatever lies behind the tensor.
 */
export function stridedKernels(runtime: Runtime): KernelConfig[] {
  return [
    kernel<{ x: TensorInfo }, SliceAttributes>(
      runtime,
      "StridedSlice",
      ({ x }, a) => {
        const info = slice_util.sliceInfo(
          x.shape,
          a.begin,
          a.end,
          a.strides,
          a.beginMask,
          a.endMask,
          a.ellipsisMask,
          a.newAxisMask,
          a.shrinkAxisMask,
        );
        const sizes = slice_util.computeOutShape(info.begin, info.end, info.strides);
        return walk(runtime, x, { sizes, begin: info.begin, steps: info.strides, shape: info.finalShape });
      },
      { types: "any" },
    ),
    kernel<{ x: TensorInfo }, { dims: number | number[] }>(
      runtime,
      "Reverse",
      ({ x }, { dims }) => {
        const axes = x.shape.length > 0 ? util.parseAxisParam(dims, x.shape) : [];
        const begin = x.shape.map((size, axis) => (axes.includes(axis) ? size - 1 : 0));
        return walk(runtime, x, {
          sizes: x.shape,
          begin,
          steps: x.shape.map((_, axis) => (axes.includes(axis) ? -1 : 1)),
          shape: x.shape,
        });
      },
      { types: "any" },
    ),
  ];
}

/** Copies `sizes` elements an axis, from `begin` in `steps`, into a tensor of `shape`. */
function walk(
  runtime: Runtime,
  x: TensorInfo,
  {
    sizes,
    begin,
    steps,
    shape,
  }: { sizes: readonly number[]; begin: readonly number[]; steps: readonly number[]; shape: number[] },
): TensorInfo {
  const y = runtime.output(shape, x.dtype);
  const strides = [...util.computeStrides(x.shape), 1].slice(-x.shape.length || 1); // the last axis has none in TensorFlow.js
  const d = [...new Array<number>(6 - sizes.length).fill(1), ...sizes];
  const s = [...new Array<number>(6 - sizes.length).fill(0), ...steps.map((step, i) => step * strides[i]!)];
  if (d.includes(0)) return y.info;
  runtime.run(
    "strided",
    d.slice(0, 5).reduce((a, b) => a * b, 1),
    {
      d0: d[0]!,
      d1: d[1]!,
      d2: d[2]!,
      d3: d[3]!,
      d4: d[4]!,
      d5: d[5]!,
      s0: s[0]!,
      s1: s[1]!,
      s2: s[2]!,
      s3: s[3]!,
      s4: s[4]!,
      s5: s[5]!,
      start: begin.reduce((sum, at, i) => sum + at * strides[i]!, 0),
      size: util.bytesPerElement(x.dtype),
      x: runtime.input(x),
      y: y.address,
    },
  );
  return y.info;
}
