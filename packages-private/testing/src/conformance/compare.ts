import { tensorDType } from "@hornbeam/core";
import { hostOf } from "./host.ts";
import { ComplexArray, decodeTensor, type EncodedTensor, isEncodedTensor } from "./values.ts";

/** How far a number may be from the stored one: `|got - wanted| <= atol + rtol · |wanted|`. */
export interface Tolerance {
  readonly atol: number;
  readonly rtol: number;
}

export const usualTolerance: Tolerance = { atol: 1e-5, rtol: 1e-4 };

/** Dtype names that stand for one another in the cases: tensors have few dtypes, arrays many. */
export function comparableDType(dtype: string): string {
  return dtype === "complex64" ? dtype : tensorDType(dtype);
}

/** The first difference between tensors, lists or objects of them and plain values, and the stored ones. */
export function compareStructures(
  where: string,
  got: unknown,
  want: unknown,
  tolerance: Tolerance,
): string | undefined {
  if (isEncodedTensor(want)) return compareTensor(where, got, decodeTensor(want as EncodedTensor), tolerance);
  if (want === null || want === undefined) {
    return got === null || got === undefined ? undefined : `${where}: ${describe(got)}, wanted none`;
  }
  if (Array.isArray(want)) {
    if (!Array.isArray(got)) return `${where}: ${describe(got)}, wanted a list of ${want.length}`;
    if (got.length !== want.length) return `${where}: a list of ${got.length}, wanted ${want.length}`;
    return first(want, (part, i) => compareStructures(`${where}[${i}]`, got[i], part, tolerance));
  }
  if (typeof want === "object") return compareRecords(where, got, want as Record<string, unknown>, tolerance);
  return comparePlain(where, got, want, tolerance);
}

function compareRecords(
  where: string,
  got: unknown,
  want: Record<string, unknown>,
  tolerance: Tolerance,
): string | undefined {
  if (typeof got !== "object" || got === null || hostOf(got) !== undefined) {
    return `${where}: ${describe(got)}, wanted an object`;
  }
  const have = Object.keys(got).sort().join(", ");
  const wanted = Object.keys(want).sort().join(", ");
  if (have !== wanted) return `${where}: keys ${have}, wanted ${wanted}`;
  return first(Object.entries(want), ([key, part]) =>
    compareStructures(`${where}.${key}`, (got as Record<string, unknown>)[key], part, tolerance),
  );
}

function comparePlain(where: string, got: unknown, want: unknown, tolerance: Tolerance): string | undefined {
  const wanted = typeof want === "string" && nonFinite.has(want) ? Number(want) : want;
  if (typeof wanted === "number" && typeof got === "number") {
    return agree(got, wanted, tolerance) ? undefined : `${where}: ${got}, wanted ${wanted}`;
  }
  return got === want ? undefined : `${where}: ${describe(got)}, wanted ${JSON.stringify(want)}`;
}

const nonFinite = new Set(["NaN", "Infinity", "-Infinity"]);

/** Shape, dtype and elements of a tensor, an array or a variable. */
export function compareTensor(
  where: string,
  got: unknown,
  want: ReturnType<typeof decodeTensor>,
  tolerance: Tolerance,
): string | undefined {
  if (want instanceof ComplexArray || got instanceof ComplexArray) {
    if (!(want instanceof ComplexArray && got instanceof ComplexArray))
      return `${where}: ${describe(got)}, wanted ${describe(want)}`;
    return (
      compareTensor(`${where}.real`, got.real, want.real, tolerance) ??
      compareTensor(`${where}.imag`, got.imag, want.imag, tolerance)
    );
  }
  const array = hostOf(got);
  if (array === undefined) return `${where}: ${describe(got)}, wanted ${describe(want)}`;
  if (array instanceof ComplexArray) return compareTensor(where, array, want, tolerance);
  if (array.shape.join() !== want.shape.join()) {
    return `${where}: shape [${array.shape.join(", ")}], wanted [${want.shape.join(", ")}]`;
  }
  const [dtype, wanted] = [comparableDType(array.dtype), comparableDType(want.dtype)];
  if (dtype !== wanted) return `${where}: dtype ${array.dtype}, wanted ${want.dtype}`;
  return compareElements(where, array.data, want.data, want.shape, dtype === "float32" ? tolerance : undefined);
}

function compareElements(
  where: string,
  got: ArrayLike<unknown>,
  want: ArrayLike<unknown>,
  shape: readonly number[],
  tolerance: Tolerance | undefined,
): string | undefined {
  for (let i = 0; i < want.length; i++) {
    const [a, b] = [got[i], want[i]];
    if (typeof b === "string" ? a === b : agree(Number(a), Number(b), tolerance ?? exact)) continue;
    const allowed = tolerance ? ` (atol ${tolerance.atol}, rtol ${tolerance.rtol})` : "";
    return `${where}: element ${i}${indexOf(i, shape)} is ${String(a)}, wanted ${String(b)}${allowed}`;
  }
  return undefined;
}

const exact: Tolerance = { atol: 0, rtol: 0 };

/** NaN agrees with NaN, an infinity with itself, 0 with -0. */
export function agree(got: number, want: number, { atol, rtol }: Tolerance): boolean {
  if (Number.isNaN(want)) return Number.isNaN(got);
  if (!Number.isFinite(want)) return got === want;
  return Math.abs(got - want) <= atol + rtol * Math.abs(want);
}

/** The index along each axis of an element: ` [1, 2]`. */
function indexOf(element: number, shape: readonly number[]): string {
  if (shape.length < 2) return "";
  const index: number[] = [];
  let rest = element;
  for (const size of shape.toReversed()) {
    index.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return ` [${index.join(", ")}]`;
}

/** A value in a few words. */
export function describe(value: unknown): string {
  if (value instanceof ComplexArray) return `complex ${describe(value.real)}`;
  const array = hostOf(value);
  if (array instanceof ComplexArray) return describe(array);
  if (array) return `a ${array.dtype} tensor of shape [${array.shape.join(", ")}]`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "function") return "a function";
  if (typeof value === "object" && value !== null) return `an object of ${Object.keys(value).join(", ") || "nothing"}`;
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}

function first<T>(parts: readonly T[], check: (part: T, index: number) => string | undefined): string | undefined {
  for (const [i, part] of parts.entries()) {
    const difference = check(part, i);
    if (difference !== undefined) return difference;
  }
  return undefined;
}
