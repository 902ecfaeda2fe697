import { convert, type DType, NDArray, Slice, standardizeDType } from "@hornbeam/core";
import { hashed } from "./uniform.ts";

/** A complex tensor on the host. */
export class ComplexArray {
  readonly real: NDArray;
  readonly imag: NDArray;
  constructor(real: NDArray, imag: NDArray) {
    this.real = real;
    this.imag = imag;
  }
}

/** `...` in an index. */
export const ellipsis = Symbol("...");

interface Tensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: readonly unknown[];
}
/** A tensor as the cases write it. */
export type EncodedTensor =
  | { readonly $tensor: Tensor }
  | { readonly $fill: Omit<Tensor, "data"> & { readonly value: unknown } }
  | { readonly $uniform: Omit<Tensor, "data"> & { readonly seed: number; readonly lo: number; readonly hi: number } }
  | { readonly $complex: { readonly real: EncodedTensor; readonly imag: EncodedTensor } };

export function isEncodedTensor(value: unknown): value is EncodedTensor {
  return isObject(value) && ("$tensor" in value || "$fill" in value || "$uniform" in value || "$complex" in value);
}

export function decodeTensor(value: EncodedTensor): NDArray | ComplexArray {
  if ("$complex" in value) return new ComplexArray(decodeArray(value.$complex.real), decodeArray(value.$complex.imag));
  if ("$tensor" in value) return arrayOf(value.$tensor.data, value.$tensor);
  if ("$fill" in value) {
    const { value: element, ...rest } = value.$fill;
    return arrayOf(new Array(product(rest.shape)).fill(element), rest);
  }
  const { $uniform } = value;
  return arrayOf(hashed(product($uniform.shape), $uniform), $uniform);
}

/** A tensor that is not complex. */
export function decodeArray(value: EncodedTensor): NDArray {
  const array = decodeTensor(value);
  if (array instanceof NDArray) return array;
  throw new TypeError("A complex tensor stands where a real one was expected");
}

function arrayOf(data: ArrayLike<unknown>, head: { dtype: string; shape: readonly number[] }): NDArray {
  const dtype = standardizeDType(head.dtype) as DType;
  // the words NaN, Infinity and -Infinity are read by Number as they are
  return new NDArray(convert(data, dtype), head.shape, dtype);
}

function product(shape: readonly number[]): number {
  return shape.reduce((size, axis) => size * axis, 1);
}

export interface DecodeOptions {
  /** What `$fn` names. */
  readonly functionOf?: (name: string) => unknown;
  /** What `$ref` names. */
  readonly referenceOf?: (name: string) => unknown;
  /** Whether words such as "NaN" stand for numbers outside of tensors. */
  readonly words?: boolean;
}

/** Arguments of a case: tensors as host arrays, lists and objects of them, and plain values. */
export function decode(value: unknown, options: DecodeOptions = {}): unknown {
  if (isEncodedTensor(value)) return decodeTensor(value);
  if (Array.isArray(value)) return value.map((part) => decode(part, options));
  if (typeof value === "string" && options.words && numbers.has(value)) return Number(value);
  if (!isObject(value)) return value;
  if ("$slice" in value) return new Slice(...(value["$slice"] as [number | null, number | null, number | null]));
  if ("$ellipsis" in value) return ellipsis;
  if ("$fn" in value) return resolve(options.functionOf, value["$fn"]);
  if ("$ref" in value) return resolve(options.referenceOf, value["$ref"]);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, decode(part, options)]));
}

const numbers = new Set(["NaN", "Infinity", "-Infinity"]);

function resolve(of: ((name: string) => unknown) | undefined, name: unknown): unknown {
  if (of) return of(String(name));
  throw new TypeError(`A case refers to ${String(name)} where it cannot`);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
