import {
  defineOp,
  type KerasTensor,
  OptionError,
  refusal,
  type Shape,
  type Tensor,
  type TensorLike,
} from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { as } from "../_operands.ts";
import { argumentError, shapeError, spec, specOf } from "../_spec.ts";

export type PadWidth = number | readonly number[] | readonly (readonly number[])[];
export type PadMode = "constant" | "reflect" | "symmetric" | "edge";

interface PadOptions {
  mode: PadMode;
}

const padOp = /* @__PURE__ */ defineOp<
  [x: Tensor, constantValues: Tensor | null, padWidth: PadWidth],
  PadOptions,
  Tensor
>({
  className: "Pad",
  module: "numpy",
  tensors: ["x", "constant_values"],
  settings: ["pad_width"],
  options: { mode: "constant" } as PadOptions,
  call: (x: Tensor, constantValues: Tensor | null, padWidth: PadWidth, { mode }) => {
    const widths = widthsOf(padWidth, x.rank);
    if (mode === "constant") return constant(x, widths, constantValues);
    return widths.reduce((padded, [before, after], axis) => mirrored(padded, axis, before, after, mode), x);
  },
  spec: (x: unknown, _constantValues: unknown, padWidth: PadWidth) => {
    const { shape, dtype } = specOf(x);
    const widths = widthsOf(padWidth, shape.length);
    const sizes: Shape = shape.map((size, axis) => (size === null ? null : size + widths[axis]![0] + widths[axis]![1]));
    return spec(sizes, dtype);
  },
});

/**
 * The tensor with elements added before and after each axis: a constant, or mirrored ones.
 *
 * @param padWidth One number for all, a pair `[before, after]` for all axes, or a pair for each axis.
 * @throws {ShapeError} when there is too little to mirror.
 * @see {@link https://keras.io/api/ops/numpy/#pad-function | keras.ops.pad}
 * @example
 * pad([1, 2], [[1, 2]]); // [0, 1, 2, 0, 0]
 * pad([1, 2, 3], 2, { mode: "reflect" }); // [3, 2, 1, 2, 3, 2, 1]
 */
export const pad = /* @__PURE__ */ Object.assign(padded, { definition: padOp.definition });

interface Options {
  /** `"constant"` unless told; `"reflect"` leaves the edge out, `"symmetric"` repeats it, `"edge"` repeats only it. */
  readonly mode?: PadMode;
  /** What is added in the mode `"constant"`: 0 unless told. */
  readonly constantValues?: TensorLike | null;
}

function padded(x: TensorLike, padWidth: PadWidth, options?: Options): Tensor;
function padded(x: TensorLike | KerasTensor, padWidth: PadWidth, options?: Options): KerasTensor;
function padded(
  x: TensorLike | KerasTensor,
  padWidth: PadWidth,
  { mode = "constant", constantValues = null }: Options = {},
): Tensor | KerasTensor {
  if (!["constant", "reflect", "symmetric", "edge"].includes(mode))
    throw argumentError("pad", "mode", 'be one of "constant", "reflect", "symmetric", "edge"', mode);
  if (mode !== "constant" && constantValues !== null) {
    throw refusal(OptionError, {
      action: "call ops.pad",
      option: "constantValues",
      expected: `\`constantValues\` must not be given in the mode "${mode}"`,
      received: constantValues,
    });
  }
  return padOp(x, constantValues, padWidth, { mode });
}

function widthsOf(padWidth: PadWidth, rank: number): [number, number][] {
  const given = typeof padWidth === "number" ? [[padWidth, padWidth]] : padWidth;
  const pairs = (typeof given[0] === "number" ? [given] : given) as readonly (readonly number[])[];
  const full = pairs.map((pair) => (pair.length === 1 ? [pair[0]!, pair[0]!] : [...pair]));
  const all = full.length === 1 ? Array.from({ length: rank }, () => full[0]!) : full;
  const valid = all.every((pair) => pair.length === 2 && pair.every((width) => Number.isInteger(width) && width >= 0));
  if (all.length !== rank || !valid)
    throw argumentError("pad", "padWidth", `be a number, or a pair of numbers for each of ${rank} axes`, padWidth);
  return all as [number, number][];
}

function constant(x: Tensor, widths: [number, number][], value: Tensor | null): Tensor {
  if (value === null || value.size !== 1) return tf.pad(x, widths);
  const number = Number(value.dataSync()[0]);
  if (x.dtype !== "bool") return tf.pad(x, widths, number);
  return as(tf.pad(as(x, "int32"), widths, number), "bool");
}

function mirrored(x: Tensor, axis: number, before: number, after: number, mode: PadMode): Tensor {
  if (before === 0 && after === 0) return x;
  const size = x.shape[axis]!;
  const most = mode === "reflect" ? size - 1 : mode === "symmetric" ? size : Number.POSITIVE_INFINITY;
  if (Math.max(before, after) > most || size === 0)
    throw shapeError(
      "pad",
      `the mode "${mode}" can add at most ${Math.max(0, most)} elements to axis ${axis}`,
      x.shape,
    );
  const edge = mode === "reflect" ? 1 : 0;
  const place = (i: number): number => {
    if (mode === "edge") return i < 0 ? 0 : size - 1;
    return i < 0 ? -i - 1 + edge : 2 * size - 1 - i - edge;
  };
  const indices = Array.from({ length: before + size + after }, (_, k) => {
    const i = k - before;
    return i >= 0 && i < size ? i : place(i);
  });
  return tf.gather(x, tf.tensor1d(indices, "int32"), axis);
}
