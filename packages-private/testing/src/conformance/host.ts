import { isTensor, NDArray, type Tensor, toNDArray, toTensor, Variable } from "@hornbeam/core";
import { imag, real, tidy } from "@hornbeam/kernels/tfjs";
import { ComplexArray } from "./values.ts";

/** What a tensor, a variable or an array holds, on the host; undefined for anything else. */
export function hostOf(value: unknown): NDArray | ComplexArray | undefined {
  if (value instanceof NDArray || value instanceof ComplexArray) return value;
  if (value instanceof Variable) return value.numpy();
  if (!isTensor(value)) return undefined;
  if ((value.dtype as string) !== "complex64") return toNDArray(value);
  return tidy(() => new ComplexArray(toNDArray(real(value)), toNDArray(imag(value))) as never) as ComplexArray;
}

/** A structure with host copies of its tensors. */
export function toHost(structure: unknown): unknown {
  return mapTensors(structure, (leaf) => hostOf(leaf) ?? leaf);
}

/** A structure with new tensors of its host arrays. Complex ones are left to `f`. */
export function toDevice(structure: unknown, f: (leaf: ComplexArray) => unknown = (leaf) => leaf): unknown {
  return mapTensors(structure, (leaf) => {
    if (leaf instanceof NDArray) return toTensor(leaf);
    return leaf instanceof ComplexArray ? f(leaf) : leaf;
  });
}

/** A function of each leaf, plain lists and objects being branches. */
export function mapTensors(structure: unknown, f: (leaf: unknown) => unknown): unknown {
  if (Array.isArray(structure)) return structure.map((part) => mapTensors(part, f));
  if (isPlainObject(structure)) {
    return Object.fromEntries(Object.entries(structure).map(([key, part]) => [key, mapTensors(part, f)]));
  }
  return f(structure);
}

/** The tensors of a structure: lists in order, objects in the order of their keys. */
export function tensorsIn(structure: unknown): Tensor[] {
  const found: Tensor[] = [];
  mapTensors(structure, (leaf) => {
    if (isTensor(leaf)) found.push(leaf);
    return leaf;
  });
  return found;
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value) as object | null;
  return prototype === Object.prototype || prototype === null;
}
