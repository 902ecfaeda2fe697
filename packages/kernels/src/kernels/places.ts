import { type KernelConfig, type TensorInfo, util } from "@hornbeam/kernels/tfjs";
import { KernelError } from "../errors.ts";
import type { Runtime } from "../runtime.ts";
import { kernelOver } from "./define.ts";

interface Slices {
  /** How many indices make a place. */
  readonly depth: number;
  /** How many slices are read or written, of how many there are, and the shape and size of each. */
  readonly rows: number;
  readonly segments: number;
  readonly inner: readonly number[];
  readonly columns: number;
}

function slicesOf(indices: TensorInfo, shape: readonly number[]): Slices {
  const depth = indices.shape.at(-1) ?? 1;
  const inner = shape.slice(depth);
  return {
    depth,
    rows: util.sizeFromShape(indices.shape.slice(0, -1)),
    segments: util.sizeFromShape(shape.slice(0, depth)),
    inner,
    columns: util.sizeFromShape([...inner]),
  };
}

const most = 6;
const isWide = (...tensors: readonly TensorInfo[]): boolean =>
  tensors.every(({ dtype }) => dtype === "float32" || dtype === "int32");
const fitsDepth = (indices: TensorInfo): boolean =>
  indices.dtype === "int32" && indices.shape.length > 0 && indices.shape.at(-1)! > 0 && indices.shape.at(-1)! <= most;

/**
 * Reading and writing slices by the indices of their place. Where several are written to one place, that happens in their order,
 * whatever the number of threads. Stock WASM reads and writes foreign memory where an index is outside.
 */
export function placeKernels(runtime: Runtime): KernelConfig[] {
  return [gatherNd(runtime), scatterNd(runtime), scatterUpdate(runtime)];
}

function gatherNd(runtime: Runtime): KernelConfig {
  return kernelOver<{ params: TensorInfo; indices: TensorInfo }>(
    runtime,
    "GatherNd",
    ({ params, indices }) => isWide(params) && fitsDepth(indices),
    ({ params, indices }) => {
      const slices = slicesOf(indices, params.shape);
      const y = runtime.output([...indices.shape.slice(0, -1), ...slices.inner], params.dtype);
      const ids = numbers(runtime, indices, params.shape, slices);
      const { rows: count, segments: length, columns } = slices;
      const size = 4 * columns;
      runtime.run("gather", count, { count, size, length, x: runtime.input(params), ids, y: y.address });
      return y.info;
    },
  );
}

function scatterNd(runtime: Runtime): KernelConfig {
  return kernelOver<{ indices: TensorInfo; updates: TensorInfo }, { shape: number[] }>(
    runtime,
    "ScatterNd",
    ({ indices, updates }) => isWide(updates) && fitsDepth(indices),
    ({ indices, updates }, { shape }) => {
      const y = runtime.output(shape, updates.dtype);
      const kind = updates.dtype === "int32" ? 1 : 0;
      write(runtime, indices, updates, shape, kind, y.address);
      return y.info;
    },
  );
}

function scatterUpdate(runtime: Runtime): KernelConfig {
  return kernelOver<{ tensor: TensorInfo; indices: TensorInfo; updates: TensorInfo }>(
    runtime,
    "TensorScatterUpdate",
    ({ tensor, indices, updates }) => tensor.dtype === updates.dtype && isWide(tensor) && fitsDepth(indices),
    ({ tensor, indices, updates }) => {
      const y = runtime.output(tensor.shape, tensor.dtype);
      runtime.run("copy", 4 * util.sizeFromShape(tensor.shape), { x: runtime.input(tensor), y: y.address });
      write(runtime, indices, updates, tensor.shape, 2, y.address);
      return y.info;
    },
  );
}

/** Adds rows, or puts the last ones, where they belong; `kind` as in assembly/segment-sum.ts. */
function write(
  runtime: Runtime,
  indices: TensorInfo,
  updates: TensorInfo,
  shape: readonly number[],
  kind: number,
  y: number,
): void {
  const slices = slicesOf(indices, shape);
  const { rows, columns, segments } = slices;
  const ids = numbers(runtime, indices, shape, slices);
  runtime.run("segmentSum", segments, { rows, columns, segments, kind, x: runtime.input(updates), ids, y });
}

/** Address of the numbers of slices. */
function numbers(
  runtime: Runtime,
  indices: TensorInfo,
  shape: readonly number[],
  { depth, rows, segments }: Slices,
): number {
  const check = (ids: number): void => {
    const found = runtime.workspace(8);
    runtime.run("outside", 1, { count: rows, least: 0, length: segments, ids, found });
    runtime.check(found, () => {
      throw new KernelError(`Cannot find slices by their place: indices must lie in the shape [${shape.join(", ")}]`);
    });
  };
  const given = runtime.input(indices);
  if (depth === 1) {
    check(given);
    return given;
  }
  const [d0, d1, d2, d3, d4, d5] = Array.from({ length: most }, (_, i) => shape[i] ?? 1) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const y = runtime.workspace(4 * rows + 4);
  runtime.run("places", rows, { depth, d0, d1, d2, d3, d4, d5, ids: given, y });
  check(y);
  return y;
}
