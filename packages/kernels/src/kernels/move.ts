import type { DataType } from "@hornbeam/kernels/tfjs";
import type { Runtime } from "../runtime.ts";
import { type Axis, mergeAxes, padAxes } from "./axes.ts";

const bytesOf: Readonly<Record<string, number>> = { float32: 4, int32: 4, bool: 1 };

/** Whether values of a type lie in the backend's memory in 4 bytes or 1. */
export function isPlain(dtype: DataType): boolean {
  return dtype in bytesOf;
}

/**
 * Copies elements from `x` to `y`, both addresses: along each axis `x` goes on by `steps[0]` elements and `y` by `steps[1]`.
 * There are at most six axes.
 */
export function move(runtime: Runtime, dtype: DataType, axes: readonly Axis[], x: number, y: number): void {
  if (axes.some(({ size }) => size === 0)) return;
  const merged = mergeAxes(axes);
  const all = padAxes(inPieces(merged), 6, 2) as [Axis, Axis, Axis, Axis, Axis, Axis];
  const [a0, a1, a2, a3, a4, a5] = all;
  runtime.run("move", a0.size * a1.size * a2.size * a3.size, {
    d1: a1.size,
    d2: a2.size,
    d3: a3.size,
    d4: a4.size,
    d5: a5.size,
    s0: a0.steps[0]!,
    s1: a1.steps[0]!,
    s2: a2.steps[0]!,
    s3: a3.steps[0]!,
    s4: a4.steps[0]!,
    s5: a5.steps[0]!,
    t0: a0.steps[1]!,
    t1: a1.steps[1]!,
    t2: a2.steps[1]!,
    t3: a3.steps[1]!,
    t4: a4.steps[1]!,
    t5: a5.steps[1]!,
    size: bytesOf[dtype]!,
    x,
    y,
  });
}

/** Cuts the larger axis of a plane that is all there is into pieces, where it comes out even, for threads to share. */
function inPieces(axes: readonly Axis[]): readonly Axis[] {
  const [first, ...rest] = axes;
  if (!first || axes.length > 2) return axes;
  const rows = [256, 128, 64, 32].find((each) => first.size > each && first.size % each === 0);
  if (rows === undefined) return axes;
  const outer = { size: first.size / rows, steps: first.steps.map((step) => step * rows) };
  return rest.length === 0
    ? [outer, { size: 1, steps: [0, 0] }, { ...first, size: rows }]
    : [outer, { ...first, size: rows }, ...rest];
}
