import { OptionError, refusal } from "../errors.ts";

/** Types of elements that host arrays hold. */
export const arrayDTypes = [
  "float32",
  "float64",
  "float16",
  "bfloat16",
  "int8",
  "int16",
  "int32",
  "int64",
  "uint8",
  "uint16",
  "uint32",
  "uint64",
  "bool",
  "string",
] as const;
export type ArrayDType = (typeof arrayDTypes)[number];

/** What tensors, symbolic ones too, can be said to hold: also complex numbers, which host arrays do not. */
export type DType = ArrayDType | "complex64";

/** Types of elements that tensors of the backend have. */
export type TensorDType = "float32" | "int32" | "bool" | "string" | "complex64";

export function isDType(name: unknown): name is DType {
  return name === "complex64" || (arrayDTypes as readonly unknown[]).includes(name);
}

/** The name if it is a dtype; `int` and `float` stand for Keras' defaults. */
export function standardizeDType(name: string, action = "read a dtype"): DType {
  if (name === "int") return "int32";
  if (name === "float") return "float32";
  if (isDType(name)) return name;
  throw refusal(OptionError, {
    action,
    expected: `the dtype must be one of ${arrayDTypes.join(", ")}, complex64`,
    received: name,
  });
}

export function isFloat(dtype: string): boolean {
  return dtype.startsWith("float") || dtype.startsWith("bfloat");
}

export function isInteger(dtype: string): boolean {
  return dtype.startsWith("int") || dtype.startsWith("uint");
}

/** The backend's type that stands for a dtype: halves and doubles become float32, all integers int32. */
export function tensorDType(dtype: string): TensorDType {
  if (isFloat(dtype)) return "float32";
  if (dtype === "bool" || dtype === "string" || dtype === "complex64") return dtype;
  return "int32";
}

/** Bytes of one element, as Keras counts them in a summary. */
export function bytesPerElement(dtype: DType): number {
  if (dtype === "bool" || dtype === "string") return 1;
  return Number(/\d+$/.exec(dtype)?.[0]) / 8;
}
