import { backend_util, type KernelConfig, slice_util, type TensorInfo, util } from "@hornbeam/kernels/tfjs";
import type { Runtime } from "../runtime.ts";
import { stepsOf } from "./axes.ts";
import { kernelOver } from "./define.ts";
import { fillWith } from "./fill.ts";
import { isPlain, move } from "./move.ts";

interface One {
  readonly x: TensorInfo;
}
type Sizes = readonly number[];

const isPlainInput = ({ x }: One): boolean => isPlain(x.dtype);
const total = (sizes: Sizes): number => sizes.reduce((product, size) => product * size, 1);

/** `steps[i]` elements of an axis of the input for one of the result: what most of these kernels are. */
function gather(
  runtime: Runtime,
  x: TensorInfo,
  shape: number[],
  sizes: Sizes,
  steps: Sizes,
  start: number,
): TensorInfo {
  const y = runtime.output(shape, x.dtype);
  const bytes = util.bytesPerElement(x.dtype);
  const to = stepsOf(sizes);
  const axes = sizes.map((size, i) => ({ size, steps: [steps[i]!, to[i]!] }));
  move(runtime, x.dtype, axes, runtime.input(x) + bytes * start, y.address);
  return y.info;
}

/**
 * Slices, transpositions, tiles, joins, reversals and padding. Stock WASM does most of them in JavaScript, labels slices of
 * integers as floats, and writes four bytes for each reversed bool, over whatever lies behind the tensor.
 */
export function movingKernels(runtime: Runtime): KernelConfig[] {
  return [
    slice(runtime),
    stridedSlice(runtime),
    reverse(runtime),
    transpose(runtime),
    tile(runtime),
    concat(runtime),
    pad(runtime),
  ];
}

function slice(runtime: Runtime): KernelConfig {
  type Attributes = { begin: number | number[]; size: number | number[] };
  return kernelOver<One, Attributes>(runtime, "Slice", isPlainInput, ({ x }, { begin, size }) => {
    const [from, sizes] = slice_util.parseSliceParams(x as never, begin, size) as [number[], number[]]; // typed as a tensor, read as its shape
    slice_util.assertParamsValid(x as never, from, sizes);
    const steps = stepsOf(x.shape);
    return gather(
      runtime,
      x,
      sizes,
      sizes,
      steps,
      from.reduce((sum, at, i) => sum + at * steps[i]!, 0),
    );
  });
}

interface StridedSliceAttributes {
  readonly begin: number[];
  readonly end: number[];
  readonly strides: number[];
  readonly beginMask: number;
  readonly endMask: number;
  readonly ellipsisMask: number;
  readonly newAxisMask: number;
  readonly shrinkAxisMask: number;
}

function stridedSlice(runtime: Runtime): KernelConfig {
  return kernelOver<One, StridedSliceAttributes>(runtime, "StridedSlice", isPlainInput, ({ x }, a) => {
    const { begin, end, strides, finalShape } = slice_util.sliceInfo(
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
    const sizes = slice_util.computeOutShape(begin, end, strides);
    const steps = stepsOf(x.shape);
    const start = begin.reduce((sum, at, i) => sum + at * steps[i]!, 0);
    return gather(
      runtime,
      x,
      finalShape,
      sizes,
      steps.map((step, i) => step * strides[i]!),
      start,
    );
  });
}

function reverse(runtime: Runtime): KernelConfig {
  return kernelOver<One, { dims: number | number[] }>(runtime, "Reverse", isPlainInput, ({ x }, { dims }) => {
    const axes = new Set(x.shape.length > 0 ? util.parseAxisParam(dims, x.shape) : []);
    const steps = stepsOf(x.shape);
    const start = x.shape.reduce((sum, size, i) => sum + (axes.has(i) ? (size - 1) * steps[i]! : 0), 0);
    return gather(
      runtime,
      x,
      [...x.shape],
      x.shape,
      steps.map((step, i) => (axes.has(i) ? -step : step)),
      start,
    );
  });
}

function transpose(runtime: Runtime): KernelConfig {
  return kernelOver<One, { perm: number[] }>(runtime, "Transpose", isPlainInput, ({ x }, { perm }) => {
    const steps = stepsOf(x.shape);
    const shape = perm.map((axis) => x.shape[axis]!);
    return gather(
      runtime,
      x,
      shape,
      shape,
      perm.map((axis) => steps[axis]!),
      0,
    );
  });
}

function tile(runtime: Runtime): KernelConfig {
  // a repeated axis counts as two
  const fits = ({ x }: One, { reps }: { reps: number[] }) =>
    isPlain(x.dtype) && x.shape.length + reps.filter((each, i) => each > 1 && x.shape[i]! > 1).length <= 6;
  return kernelOver<One, { reps: number[] }>(runtime, "Tile", fits, ({ x }, { reps }) => {
    const steps = stepsOf(x.shape);
    const axes = x.shape.flatMap((size, i) => [
      { size: reps[i]!, step: 0 },
      { size, step: steps[i]! },
    ]);
    const kept = axes.filter(({ size }) => size !== 1);
    const shape = x.shape.map((size, i) => size * reps[i]!);
    return gather(
      runtime,
      x,
      shape,
      kept.map(({ size }) => size),
      kept.map(({ step }) => step),
      0,
    );
  });
}

function concat(runtime: Runtime): KernelConfig {
  const list = (inputs: object) => Object.values(inputs) as TensorInfo[];
  return kernelOver<object, { axis: number }>(
    runtime,
    "Concat",
    (inputs) => list(inputs).every(({ dtype }) => isPlain(dtype)),
    (inputs, { axis }) => {
      const tensors = list(inputs);
      const [first] = tensors as [TensorInfo];
      const [along] = util.parseAxisParam(axis, first.shape) as [number];
      backend_util.assertParamsConsistent(
        tensors.map(({ shape }) => shape),
        along,
      );
      const shape = backend_util.computeOutShape(
        tensors.map((each) => each.shape),
        along,
      );
      const y = runtime.output(shape, first.dtype);
      const row = total(shape.slice(along));
      let at = 0;
      for (const x of tensors) {
        const size = total(x.shape.slice(along));
        const axes = [
          { size: total(shape.slice(0, along)), steps: [size, row] },
          { size, steps: [1, 1] },
        ];
        move(runtime, first.dtype, axes, runtime.input(x), y.address + util.bytesPerElement(first.dtype) * at);
        at += size;
      }
      return y.info;
    },
  );
}

function pad(runtime: Runtime): KernelConfig {
  type Attributes = { paddings: [number, number][]; constantValue: number };
  return kernelOver<One, Attributes>(runtime, "PadV2", isPlainInput, ({ x }, { paddings, constantValue }) => {
    const shape = x.shape.map((size, i) => size + paddings[i]![0] + paddings[i]![1]);
    const y = runtime.output(shape, x.dtype);
    fillWith(runtime, y, constantValue);
    const [from, to] = [stepsOf(x.shape), stepsOf(shape)];
    const start = paddings.reduce((sum, [before], i) => sum + before * to[i]!, 0);
    const axes = x.shape.map((size, i) => ({ size, steps: [from[i]!, to[i]!] }));
    move(runtime, x.dtype, axes, runtime.input(x), y.address + util.bytesPerElement(x.dtype) * start);
    return y.info;
  });
}
