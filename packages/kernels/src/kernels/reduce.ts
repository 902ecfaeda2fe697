import { backend_util, type DataType, type KernelConfig, type TensorInfo, util } from "@hornbeam/kernels/tfjs";
import type { Output, Runtime } from "../runtime.ts";
import { columnSums } from "./column-sums.ts";
import { kernelOver } from "./define.ts";
import { share } from "./identity.ts";

interface One {
  readonly x: TensorInfo;
}
interface Attributes {
  readonly axis?: number | number[];
  /** What `Max` calls its axes. */
  readonly reductionIndices?: number | number[];
  readonly keepDims?: boolean;
}

/** Operations of assembly/reduce.ts. */
const operations = { Sum: 0, Mean: 0, Max: 1, Min: 2, Prod: 3 };
const integers = 16;

/** A run of axes that are all reduced, or all kept. */
interface Run {
  readonly reduced: boolean;
  readonly size: number;
}

/**
 * Reductions over any axes, without the transposition that stock WASM makes when they are not the last ones. Where
 * reduced axes lie apart, the last are reduced first.
 */
export function reductionKernels(runtime: Runtime): KernelConfig[] {
  const numbers = Object.entries(operations).map(([name, op]) =>
    kernelOver<One, Attributes>(
      runtime,
      name,
      ({ x }) => x.dtype === "float32" || (x.dtype === "int32" && name !== "Mean"),
      ({ x }, attrs) => reduceNumbers(runtime, name === "Mean", op, x, attrs),
    ),
  );
  const bools = Object.entries({ All: 0, Any: 1 }).map(([name, any]) =>
    kernelOver<One, Attributes>(
      runtime,
      name,
      ({ x }) => x.dtype === "bool",
      ({ x }, attrs) =>
        eachRun(runtime, x, attrs, "bool", ({ outer, length, inner, from, to }) =>
          runtime.run("reduceBytes", unitsOf(outer, inner), { any, length, inner, x: from, y: to }),
        ),
    ),
  );
  const places = Object.entries({ ArgMax: 0, ArgMin: 1 }).map(([name, smallest]) =>
    kernelOver<One, Attributes>(
      runtime,
      name,
      ({ x }) =>
        (x.dtype === "float32" || x.dtype === "int32") && x.shape.length > 0 && util.sizeFromShape(x.shape) > 0,
      ({ x }, attrs) =>
        eachRun(runtime, x, attrs, "int32", ({ outer, length, inner, from, to }) =>
          runtime.run("argReduce", unitsOf(outer, inner), {
            smallest,
            integers: x.dtype === "int32" ? 1 : 0,
            length,
            inner,
            x: from,
            y: to,
          }),
        ),
    ),
  );
  return [...numbers, ...bools, ...places];
}

/** Rows, or strips of 16 columns. */
function unitsOf(outer: number, inner: number): number {
  return inner === 1 ? outer : outer * Math.ceil(inner / 16);
}

/** Rows from which on column sums are cut in parts, so that threads can share them. */
const long = 1024;

function axesOf({ axis, reductionIndices }: Attributes, shape: number[]): number[] {
  // all axes, as TensorFlow.js has it, if neither is there
  return util.parseAxisParam((axis ?? reductionIndices) as number, shape);
}

function reduceNumbers(runtime: Runtime, mean: boolean, op: number, x: TensorInfo, attrs: Attributes): TensorInfo {
  const axes = axesOf(attrs, x.shape);
  const count = axes.reduce((product, axis) => product * x.shape[axis]!, 1);
  if (count === 1) {
    // of one element each: the values are there
    const [shape] = backend_util.computeOutAndReduceShapes(x.shape, axes);
    return share(runtime, { ...x, shape: attrs.keepDims ? backend_util.expandShapeToKeepDim(shape, axes) : shape });
  }
  const code = x.dtype === "int32" ? integers + op : op;
  return eachRun(runtime, x, attrs, x.dtype, ({ outer, length, inner, from, to, last }) => {
    const sumsColumns = code === operations.Sum && !mean && outer === 1 && inner > 1 && length >= long;
    if (sumsColumns) {
      columnSums(runtime, length, inner, from, to);
      return;
    }
    runtime.run("reduce", unitsOf(outer, inner), {
      op: code,
      length,
      inner,
      scale: mean && last ? 1 / count : 1,
      x: from,
      y: to,
    });
  });
}

/** A reduction of the middle one of three axes. */
interface Pass {
  readonly outer: number;
  readonly length: number;
  readonly inner: number;
  readonly from: number;
  readonly to: number;
  /** Whether it is the last one, which writes the result. */
  readonly last: boolean;
}

function eachRun(
  runtime: Runtime,
  x: TensorInfo,
  attrs: Attributes,
  dtype: DataType,
  reduce: (pass: Pass) => void,
): TensorInfo {
  const axes = axesOf(attrs, x.shape);
  const [shape] = backend_util.computeOutAndReduceShapes(x.shape, axes);
  const y: Output = runtime.output(attrs.keepDims ? backend_util.expandShapeToKeepDim(shape, axes) : shape, dtype);
  let runs = runsOf(x.shape, new Set(axes));
  let from = runtime.input(x);
  while (true) {
    const at = runs.findLastIndex(({ reduced }) => reduced);
    const length = at < 0 ? 1 : runs[at]!.size; // nothing to reduce: each element is a row of one
    const [before, after] = at < 0 ? [runs, []] : [runs.slice(0, at), runs.slice(at + 1)];
    const [outer, inner] = [sizeOf(before), sizeOf(after)];
    const last = !before.some(({ reduced }) => reduced);
    const to = last ? y.address : runtime.workspace(4 * outer * inner);
    reduce({ outer, length, inner, from, to, last });
    if (last) return y.info;
    runs = [...before, ...after];
    from = to;
  }
}

function runsOf(shape: readonly number[], axes: ReadonlySet<number>): Run[] {
  const runs: Run[] = [];
  shape.forEach((size, axis) => {
    const reduced = axes.has(axis);
    const before = runs.at(-1);
    if (before?.reduced === reduced) runs[runs.length - 1] = { reduced, size: before.size * size };
    else runs.push({ reduced, size });
  });
  return runs;
}
function sizeOf(runs: readonly Run[]): number {
  return runs.reduce((product, { size }) => product * size, 1);
}
