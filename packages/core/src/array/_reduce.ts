import { OptionError, refusal, ShapeError } from "../errors.ts";
import { numeric, type Plain } from "./_arithmetic.ts";
import { axisOf, type KnownShape, sizeOf } from "./shape.ts";

export type Axis = number | readonly number[];
export type Reduction = "sum" | "mean" | "max" | "min";

/** Sums, means and extremes over axes (all unless given), accumulated in float64. */
export function reduce(array: Plain, axis: Axis | undefined, kind: Reduction): Plain {
  const data = numeric(kind, array);
  const dropped = axesOf(axis, array.shape, kind);
  const shape = array.shape.filter((_, at) => !dropped.has(at));
  const target = targets(array.shape, dropped);
  const start = kind === "max" ? Number.NEGATIVE_INFINITY : kind === "min" ? Number.POSITIVE_INFINITY : 0;
  const sums = new Float64Array(sizeOf(shape)).fill(start);
  for (let i = 0; i < data.length; i++) {
    const at = target(i);
    const value = Number(data[i]);
    if (kind === "max") sums[at] = Math.max(sums[at]!, value);
    else if (kind === "min") sums[at] = Math.min(sums[at]!, value);
    else sums[at]! += value;
  }
  if (kind === "mean") for (let i = 0; i < sums.length; i++) sums[i]! /= data.length / sums.length;
  return array.dtype === "float64"
    ? { data: sums, shape, dtype: "float64" }
    : { data: Float32Array.from(sums), shape, dtype: "float32" };
}

/** Index of the first element along an axis that none is before; NaN counts as the extreme, as in NumPy. */
export function argExtreme(
  array: Plain,
  axis: number,
  before: (a: number, b: number) => boolean,
): { data: Int32Array; shape: KnownShape } {
  const data = numeric("search", array);
  const along = axisOf(axis, array.shape.length);
  if (along === undefined) {
    throw refusal(OptionError, {
      action: "search NDArray",
      expected: `the axis must be in [${-array.shape.length}, ${array.shape.length})`,
      received: axis,
    });
  }
  const length = array.shape[along]!;
  const shape = array.shape.filter((_, at) => at !== along);
  if (length === 0)
    throw refusal(ShapeError, {
      action: "search NDArray",
      expected: `axis ${axis} must not be empty`,
      receivedAs: "shape",
      received: array.shape,
    });
  const inner = sizeOf(array.shape.slice(along + 1));
  const result = new Int32Array(sizeOf(shape));
  for (let i = 0; i < result.length; i++) {
    const from = Math.floor(i / inner) * inner * length + (i % inner);
    let best = 0;
    let extreme = Number(data[from]);
    for (let k = 1; k < length && !Number.isNaN(extreme); k++) {
      const value = Number(data[from + k * inner]);
      if (Number.isNaN(value) || before(value, extreme)) [best, extreme] = [k, value];
    }
    result[i] = best;
  }
  return { data: result, shape };
}

function axesOf(axis: Axis | undefined, shape: KnownShape, verb: string): Set<number> {
  if (axis === undefined) return new Set(shape.keys());
  return new Set(
    [axis].flat().map((one) => {
      const at = axisOf(one as number, shape.length);
      if (at === undefined)
        throw refusal(OptionError, {
          action: `${verb} NDArray`,
          expected: `the axis must be in [${-shape.length}, ${shape.length})`,
          received: one,
        });
      return at;
    }),
  );
}

/** From a position in the array to that in the result. */
function targets(shape: KnownShape, dropped: ReadonlySet<number>): (position: number) => number {
  const steps = new Array<number>(shape.length).fill(0);
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (dropped.has(axis)) continue;
    steps[axis] = step;
    step *= shape[axis]!;
  }
  return (position) => {
    let rest = position;
    let at = 0;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      at += (rest % shape[axis]!) * steps[axis]!;
      rest = Math.floor(rest / shape[axis]!);
    }
    return at;
  };
}
