import type { NDArray } from "@hornbeam/core";
import { latin1 } from "./_byte-reader.ts";

/** What a pickle may hold: Python's plain values, byte strings as Latin-1 text, and arrays of NumPy's. */
export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | NDArray
  | PickleValue[]
  | Map<PickleKey, PickleValue>;
export type PickleKey = null | boolean | number | bigint | string;

/** Bytes of Python's: text in what comes out, data where an array is made of them. */
export class Bytes {
  readonly data: Uint8Array<ArrayBuffer>;
  constructor(data: Uint8Array<ArrayBuffer>) {
    this.data = data;
  }
  /** A character for each byte. */
  get text(): string {
    return latin1(this.data);
  }
}

/** One of the few names that a pickle may call: `numpy.dtype`. */
export class Global {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** A dtype of NumPy's: `u1`, and the byte order that comes later. */
export class DTypeObject {
  readonly code: string;
  order = "|";
  constructor(code: string) {
    this.code = code;
  }
}

/** An array of NumPy's, empty until its state comes. */
export class ArrayObject {
  value: NDArray | PickleValue[] | undefined;
  /** It is in a list or dictionary. */
  placed = false;
}

/** What is on the stack while a pickle is read. */
export type Held = PickleValue | Bytes | Global | DTypeObject | ArrayObject | Held[];
