import { defineOp, isSymbolic, tidy } from "@hornbeam/core";
import {
  mapSpecs,
  nothingOf,
  resultSpecs,
  type Sequences,
  sequenceSpecs,
  sequencesOf,
  sharedSize,
  slicesOf,
  stacked,
  type Tensors,
} from "./_structures.ts";

type Mapped = (x: never) => unknown;

/**
 * What a function gives for each slice along the first axis, one above the other.
 *
 * @param f A function of a slice, or of a structure of slices; its result may be a structure, too.
 * @param xs A tensor, or a structure of tensors of the same size along the first axis.
 * @throws {ShapeError} when the sizes along the first axis differ.
 * @see {@link https://keras.io/api/ops/core/#map-function | keras.ops.map}
 * @example
 * map((x) => sum(x), [[1, 2], [3, 4]]); // [3, 7]
 */
export function map<const X, Y>(f: (x: Sequences<X>) => Y, xs: X): Tensors<Y> {
  return (isSymbolic(xs) ? mapOp(f, xs) : tidy(() => mapped("map", f, xs))) as Tensors<Y>;
}

const mapOp = /* @__PURE__ */ defineOp<[f: Mapped, xs: unknown], object, unknown>({
  className: "Map",
  module: "core",
  tensors: ["f", "xs"],
  raw: true,
  call: (f, xs) => mapped("map", f, xs),
  spec: (f: Mapped, xs: unknown) => mappedSpecs("map", f, xs),
});

/** The function of each slice, one after the other. */
export function mapped(op: string, f: Mapped, xs: unknown): unknown {
  const sequences = sequencesOf(op, xs);
  const count = sharedSize(op, "xs", sequences)!;
  if (count === 0) return nothingOf(resultSpecs(f, sliceSpecs(sequences)));
  const results = slicesOf(sequences, count).map((slice) => tidy(() => sequencesOf(op, f(slice as never))));
  return stacked(op, results);
}

/** The specs of the function's results for all slices. */
export function mappedSpecs(op: string, f: Mapped, xs: unknown): unknown {
  const specs = sequenceSpecs(xs);
  const count = sharedSize(op, "xs", specs);
  return mapSpecs(resultSpecs(f, sliceSpecs(specs)), ({ shape, dtype }) => ({ shape: [count, ...shape], dtype }));
}

function sliceSpecs(specs: unknown): unknown {
  return mapSpecs(specs, ({ shape, dtype }) => ({ shape: shape.slice(1), dtype }));
}
