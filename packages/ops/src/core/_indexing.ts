import { axisOf, isTensor, type Shape, Slice, type Tensor } from "@hornbeam/core";
import { argumentError, shapeError } from "../_spec.ts";

/** An index of one axis: a number, a range, `"..."` for all axes in between, or null for a new axis. */
export type KeyPart = number | Slice | "..." | null | Tensor;
export type Key = KeyPart | readonly KeyPart[];

/** What is taken from one axis. */
interface Range {
  readonly start: number;
  readonly count: number;
  readonly step: number;
}

/** What is taken from each axis, and the shape in the end. */
export interface IndexPlan {
  readonly ranges: readonly Range[];
  readonly shape: Shape;
}

/** Reads an index against a known shape. */
export function planIndex(key: Key, shape: Shape): IndexPlan {
  const ranges: Range[] = [];
  const result: number[] = [];
  for (const { part, size, axis } of matched(key, shape)) {
    if (part === null) {
      result.push(1);
      continue;
    }
    if (part instanceof Slice) {
      const range = rangeOf(part, size!);
      ranges.push(range);
      result.push(range.count);
      continue;
    }
    const start = axisOf(part, size!);
    if (start === undefined)
      throw shapeError("getItem", `the index ${part} of axis ${axis} must be in [${-size!}, ${size})`, shape);
    ranges.push({ start, count: 1, step: 1 });
  }
  return { ranges, shape: result };
}

/** The shape that an index leads to; null where a range is taken of an axis of unknown size. */
export function indexedShape(key: Key, shape: Shape): Shape {
  const result: (number | null)[] = [];
  for (const { part, size } of matched(key, shape)) {
    if (part === null) result.push(1);
    else if (part instanceof Slice) {
      const all = part.start === null && part.stop === null && Math.abs(part.step ?? 1) === 1;
      result.push(size === null ? null : all ? size : rangeOf(part, size).count);
    }
  }
  return result;
}

interface Match {
  readonly part: number | Slice | null;
  /** The size of the axis; null where unknown, or for a new axis. */
  readonly size: number | null;
  readonly axis: number;
}

function matched(key: Key, shape: Shape): Match[] {
  const given: readonly KeyPart[] = Array.isArray(key) ? key : [key as KeyPart];
  const parts = given.map(numberOf);
  for (const part of parts) {
    if (part !== null && part !== "..." && !(part instanceof Slice) && !Number.isInteger(part))
      throw argumentError("getItem", "key", 'hold integers, slices, null and one "..."', part);
  }
  const used = parts.filter((part) => part !== null && part !== "...").length;
  const dots = parts.indexOf("...");
  if (used > shape.length || dots !== parts.lastIndexOf("..."))
    throw shapeError(
      "getItem",
      `the key must have at most ${shape.length} indices and one "...", it has ${used}`,
      shape,
    );
  const rest = Array<Slice>(shape.length - used).fill(new Slice());
  const full = dots < 0 ? [...parts, ...rest] : parts.toSpliced(dots, 1, ...rest);
  let axis = 0;
  return full.map((part) => {
    const known = part as number | Slice | null; // the ellipsis has been replaced
    return known === null ? { part: null, size: null, axis } : { part: known, size: shape[axis]!, axis: axis++ };
  });
}

/** A range in Python's sense: ends count from the back where negative, and are cut to the axis. */
function rangeOf({ start, stop, step }: Slice, size: number): Range {
  const by = step ?? 1;
  if (by === 0) throw argumentError("getItem", "key", "have steps other than 0", 0);
  const [low, high] = by > 0 ? [0, size] : [-1, size - 1];
  const place = (index: number): number => Math.min(Math.max(index < 0 ? index + size : index, low), high);
  const from = start === null ? (by > 0 ? 0 : size - 1) : place(start);
  const to = stop === null ? (by > 0 ? size : -1) : place(stop);
  return { start: from, count: Math.max(0, Math.ceil((to - from) / by)), step: by };
}

/** A tensor that holds one index is that index. */
function numberOf(part: KeyPart): Exclude<KeyPart, Tensor> {
  if (!isTensor(part)) return part;
  if (part.rank === 0 && part.dtype === "int32") return part.dataSync()[0]!;
  throw argumentError("getItem", "key", "hold tensors of one int32 only: use `take` for several", part);
}
