import { type DType, DTypeError, refusal } from "@hornbeam/core";

/** The dtype of a bare number, which gives way to that of a tensor beside it. */
export type WeakDType = "int" | "float";

/** The next higher types of each: the lattice of JAX, which Keras follows. */
const above: Readonly<Record<string, readonly string[]>> = {
  bool: ["int"],
  uint8: ["int16", "uint16"],
  uint16: ["int32", "uint32"],
  uint32: ["int64", "uint64"],
  uint64: ["float"],
  int: ["uint8", "int8"],
  int8: ["int16"],
  int16: ["int32"],
  int32: ["int64"],
  int64: ["float"],
  float: ["bfloat16", "float16"],
  bfloat16: ["float32"],
  float16: ["float32"],
  float32: ["float64"],
  float64: [],
};

const known = new Map<string, DType>();

/**
 * The dtype of what an operation on several dtypes gives: `int32` with `float32` is `float32`, a weak `int` beside
 * anything is that thing. What only weak types meet in becomes `int32` or `float32`.
 *
 * @throws {DTypeError} for dtypes that never meet: a string beside a number.
 * @see {@link https://keras.io/api/utils/backend_utils/ | keras.backend.result_type}
 * @example
 * resultType("int32", "float"); // "float32"
 * resultType("bool", "int"); // "int32"
 */
export function resultType(...dtypes: readonly (DType | WeakDType)[]): DType {
  const key = dtypes.join();
  let result = known.get(key);
  if (result === undefined) known.set(key, (result = leastUpperBound(dtypes)));
  return result;
}

function leastUpperBound(dtypes: readonly string[]): DType {
  const distinct = [...new Set(dtypes)];
  if (distinct.length === 0) return "float32";
  if (distinct.length === 1) return strong(distinct[0]!);
  const bounds = distinct.map((type) => upperBounds(type));
  if (bounds.some((bound) => bound.size === 0)) {
    throw refusal(DTypeError, { action: "promote dtypes", expected: "they must meet in a number", received: dtypes });
  }
  const common = [...bounds[0]!].filter((type) => bounds.every((bound) => bound.has(type)));
  const least = common.find((type) => common.every((other) => upperBounds(type).has(other)))!;
  return strong(least);
}

function upperBounds(type: string, into: Set<string> = new Set()): Set<string> {
  if (!(type in above) || into.has(type)) return into;
  into.add(type);
  for (const next of above[type]!) upperBounds(next, into);
  return into;
}

function strong(type: string): DType {
  if (type === "int") return "int32";
  if (type === "float") return "float32";
  return type as DType;
}
