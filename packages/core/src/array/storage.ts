import { DTypeError, refusal } from "../errors.ts";
import { type ArrayDType, type DType, isFloat } from "./dtype.ts";

/** What holds the elements of an array on the host. */
export type Storage =
  | Float32Array
  | Float64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | string[];

type StorageClass = new (length: number) => Storage;

const classes: Readonly<Record<ArrayDType, StorageClass>> = {
  float32: Float32Array,
  float64: Float64Array,
  // half types are widened on the host: every value of theirs is a float32
  float16: Float32Array,
  bfloat16: Float32Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: BigInt64Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  uint64: BigUint64Array,
  bool: Uint8Array,
  string: Array as unknown as StorageClass, // an Array of a length is a list of strings to be filled
};

/** Storage for `length` elements: zeros, or empty strings. */
export function allocate(dtype: DType, length: number): Storage {
  const storage = new (classOf(dtype))(length);
  if (dtype === "string") (storage as string[]).fill("");
  return storage;
}

/** Whether storage is of the class that a dtype has. */
export function holds(storage: unknown, dtype: DType): storage is Storage {
  return storage instanceof classOf(dtype);
}

function classOf(dtype: DType): StorageClass {
  if (dtype !== "complex64") return classes[dtype];
  throw refusal(DTypeError, {
    action: "make an array",
    expected: "its numbers must be real",
    received: dtype,
    hint: "Take the parts of a complex tensor apart: ops.real and ops.imag.",
  });
}

/** The dtype that a typed array has by itself, or a list by its first element. */
export function storageDType(data: ArrayLike<unknown>): DType {
  if (data instanceof Float32Array) return "float32";
  if (data instanceof Float64Array) return "float64";
  if (data instanceof Int32Array) return "int32";
  if (data instanceof Uint8Array || data instanceof Uint8ClampedArray) return "uint8";
  if (data instanceof Int8Array) return "int8";
  if (data instanceof Int16Array) return "int16";
  if (data instanceof Uint16Array) return "uint16";
  if (data instanceof Uint32Array) return "uint32";
  if (data instanceof BigInt64Array) return "int64";
  if (data instanceof BigUint64Array) return "uint64";
  const first = data[0];
  if (typeof first === "string") return "string";
  if (typeof first === "boolean") return "bool";
  return typeof first === "bigint" ? "int64" : "float32";
}

/** Copies elements into storage of another dtype. Integers are cut toward zero, as NumPy does. */
export function convert(from: ArrayLike<unknown>, to: DType): Storage {
  const target = allocate(to, from.length);
  if (numberArray(from) && numberArray(target) && to !== "bool") {
    target.set(from); // typed arrays convert among themselves, cutting toward zero
    return target;
  }
  const big = to === "int64" || to === "uint64";
  for (let i = 0; i < from.length; i++) {
    const value = from[i];
    if (to === "string") (target as string[])[i] = String(value);
    else if (to === "bool") (target as Uint8Array)[i] = Number(value) !== 0 ? 1 : 0;
    else if (big) (target as BigInt64Array)[i] = BigInt(typeof value === "bigint" ? value : Math.trunc(Number(value)));
    else (target as Float64Array)[i] = isFloat(to) ? Number(value) : Math.trunc(Number(value));
  }
  return target;
}

type NumberArray = Exclude<Storage, string[] | BigInt64Array | BigUint64Array>;

function numberArray(data: ArrayLike<unknown>): data is NumberArray {
  return ArrayBuffer.isView(data) && !(data instanceof BigInt64Array) && !(data instanceof BigUint64Array);
}
