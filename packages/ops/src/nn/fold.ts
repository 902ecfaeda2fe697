import { defineOp, type Shape, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { shapeError, spec, specOf } from "../_spec.ts";
import { windowPositions } from "./_positions.ts";
import { type Sizes, sizesFor } from "./_windows.ts";

interface FoldOptions {
  dilation: Sizes;
  /** Zeros put around the images. */
  padding: Sizes;
  stride: Sizes;
}

const defaults: FoldOptions = { dilation: 1, padding: 0, stride: 1 };

/**
 * Blocks of images, each as a column: all that a window reads where it stands.
 *
 * - x: `[batch, channels, height, width]`
 * - output: `[batch, channels · kernel height · kernel width, blocks]`
 *
 * @throws {ShapeError} when the tensor does not have rank 4, or the window does not fit into it.
 * @see {@link https://keras.io/api/ops/nn/ | keras.ops.unfold}
 * @example
 * unfold([[[[1, 2], [3, 4]]]], [1, 2]); // [[[1, 3], [2, 4]]]
 */
export const unfold = /* @__PURE__ */ defineOp<[x: Tensor, kernelSize: Sizes], FoldOptions, Tensor>({
  className: "Unfold",
  module: "nn",
  tensors: ["x"],
  settings: ["kernel_size"],
  options: defaults,
  call: (x, kernelSize, options) => {
    const { windows, padding, counts } = planUnfold(x.shape, kernelSize, options);
    const [batch, channels] = x.shape as [number, number];
    const padded = tf.pad(x, [[0, 0], [0, 0], ...padding.map((one): [number, number] => [one, one])]);
    const area = padded.shape.slice(2) as [number, number];
    const elements = windows.size[0]! * windows.size[1]!;
    const columns = counts[0]! * counts[1]!;
    const positions = elementsFirst(area, counts as number[], windows, columns, elements);
    const rows = tf.reshape(padded, [batch, channels, area[0] * area[1]]);
    return tf.reshape(tf.gather(rows, positions, 2), [batch, channels * elements, columns]);
  },
  spec: (x: unknown, kernelSize: Sizes, options: FoldOptions) => {
    const { shape, dtype } = specOf(x);
    const { windows, counts } = planUnfold(shape, kernelSize, options);
    const [channels, [rows, columns]] = [shape[1]!, counts as [number | null, number | null]];
    const elements = channels === null ? null : channels * windows.size[0]! * windows.size[1]!;
    return spec([shape[0]!, elements, rows === null || columns === null ? null : rows * columns], dtype);
  },
});

/**
 * Images of blocks, each given as a column; where blocks meet they add up. The counterpart of {@link unfold}.
 *
 * - x: `[batch, channels · kernel height · kernel width, blocks]`
 * - output: `[batch, channels, ...outputSize]`
 *
 * @throws {ShapeError} when the columns are not those of windows over images of `outputSize`.
 * @see {@link https://keras.io/api/ops/nn/ | keras.ops.fold}
 * @example
 * fold([[[1, 3], [2, 4]]], [2, 2], [1, 2]); // [[[[1, 2], [3, 4]]]]
 */
export const fold = /* @__PURE__ */ defineOp<[x: Tensor, outputSize: Sizes, kernelSize: Sizes], FoldOptions, Tensor>({
  className: "Fold",
  module: "nn",
  tensors: ["x"],
  settings: ["output_size", "kernel_size"],
  options: defaults,
  call: (x, outputSize, kernelSize, options) => {
    const { windows, padding, size, area, counts } = planFold(x.shape, outputSize, kernelSize, options);
    const batch = x.shape[0]!;
    const elements = windows.size[0]! * windows.size[1]!;
    const channels = x.shape[1]! / elements;
    const columns = x.shape[2]!;
    const positions = elementsFirst(area, counts, windows, columns, elements);
    const values = tf.transpose(tf.reshape(x, [batch * channels, elements * columns]));
    const sums = tf.transpose(tf.unsortedSegmentSum(values, positions, area[0] * area[1]));
    const images = tf.reshape(sums, [batch, channels, ...area]);
    return tf.slice(images, [0, 0, padding[0]!, padding[1]!], [batch, channels, ...size]);
  },
  spec: (x: unknown, outputSize: Sizes, kernelSize: Sizes, options: FoldOptions) => {
    const { shape, dtype } = specOf(x);
    const { windows, size } = planFold(shape, outputSize, kernelSize, options);
    const rows = shape[1]!;
    return spec([shape[0]!, rows === null ? null : rows / (windows.size[0]! * windows.size[1]!), ...size], dtype);
  },
});

interface Blocks {
  readonly size: readonly number[];
  readonly strides: readonly number[];
  readonly dilation: readonly number[];
}

function plan(op: string, kernelSize: Sizes, { dilation, padding, stride }: FoldOptions) {
  const windows: Blocks = {
    size: sizesFor(op, "kernelSize", kernelSize, 2),
    strides: sizesFor(op, "stride", stride, 2),
    dilation: sizesFor(op, "dilation", dilation, 2),
  };
  return { windows, padding: sizesFor(op, "padding", padding, 2, 0) };
}

function countsIn(area: Shape, { size, strides, dilation }: Blocks): (number | null)[] {
  return area.map((length, i) =>
    length === null ? null : Math.floor((length - dilation[i]! * (size[i]! - 1) - 1) / strides[i]!) + 1,
  );
}

function planUnfold(shape: Shape, kernelSize: Sizes, options: FoldOptions) {
  if (shape.length !== 4) throw shapeError("unfold", "the tensor must have rank 4", shape);
  const { windows, padding } = plan("unfold", kernelSize, options);
  const area = shape.slice(2).map((length, i) => (length === null ? null : length + 2 * padding[i]!));
  const counts = countsIn(area, windows);
  if (counts.some((count) => count !== null && count < 1))
    throw shapeError("unfold", `a window of ${windows.size.join(" by ")} must fit into the images`, shape);
  return { windows, padding, counts };
}

function planFold(shape: Shape, outputSize: Sizes, kernelSize: Sizes, options: FoldOptions) {
  if (shape.length !== 3) throw shapeError("fold", "the tensor must have rank 3", shape);
  const { windows, padding } = plan("fold", kernelSize, options);
  const size = sizesFor("fold", "outputSize", outputSize, 2) as [number, number];
  const area = size.map((length, i) => length + 2 * padding[i]!) as [number, number];
  const counts = countsIn(area, windows) as [number, number];
  const elements = windows.size[0]! * windows.size[1]!;
  const [rows, columns] = [shape[1]!, shape[2]!];
  if (rows !== null && rows % elements !== 0)
    throw shapeError("fold", `the second axis must be divisible by the ${elements} elements of a block`, shape);
  if (columns !== null && columns !== Math.max(0, counts[0]) * Math.max(0, counts[1])) {
    const expected = `the last axis must hold the ${counts.join(" by ")} blocks of images of ${size.join(" by ")}`;
    throw shapeError("fold", expected, shape);
  }
  return { windows, padding, size, area, counts };
}

/** Positions that blocks read, the first element of all blocks first. */
function elementsFirst(
  area: readonly number[],
  counts: readonly number[],
  windows: Blocks,
  columns: number,
  elements: number,
): tf.Tensor1D {
  const byBlock = windowPositions(area, counts, windows);
  const positions = byBlock.map((_, i) => byBlock[(i % columns) * elements + Math.floor(i / columns)]!);
  return tf.tensor1d(positions, "int32");
}
