import type { DType } from "../array/dtype.ts";
import { NDArray } from "../array/nd-array.ts";
import type { Refusal } from "../errors.ts";
import { type NpyHeader, parseHeader } from "./_npy-header.ts";
import { type ElementType, elementType } from "./_npy-types.ts";

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // \x93NUMPY
// NumPy's own limits
const longestHeader = 10_000;
const mostAxes = 64;

/** An `.npy` file taken apart. */
export interface NpyParts {
  readonly header: NpyHeader;
  readonly data: Uint8Array<ArrayBuffer>;
}

/** Makes the error of a file: what must hold, and what was found. */
export type RefuseNpy = (expected: string, parts?: Partial<Refusal>) => Error;

/** Takes an `.npy` file apart: its header, and the bytes of its array. */
export function splitNpy(bytes: Uint8Array<ArrayBuffer>, refuse: RefuseNpy): NpyParts {
  if (bytes.length < 10 || magic.some((byte, i) => bytes[i] !== byte)) throw refuse("it must be an npy file");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const version = bytes[6]!;
  if (version < 1 || version > 3 || bytes[7] !== 0) {
    throw refuse("its version must be 1.0, 2.0 or 3.0", { received: `${version}.${bytes[7]}` });
  }
  const start = version === 1 ? 10 : 12;
  const length = version === 1 ? view.getUint16(8, true) : bytes.length < 12 ? 0 : view.getUint32(8, true);
  if (length > longestHeader)
    throw refuse(`its header must not be larger than ${longestHeader} bytes`, { received: length });
  if (start + length > bytes.length) throw refuse("its header must be complete: the file is truncated");
  const text = new TextDecoder(version === 3 ? "utf-8" : "latin1").decode(bytes.subarray(start, start + length));
  const header = parseHeader(text);
  if (typeof header === "string") throw refuse(header, { received: text.trimEnd() });
  return { header, data: bytes.subarray(start + length) };
}

/** Whether a header's dtype is that of objects, which are pickled. */
export function holdsObjects({ descr }: NpyHeader): boolean {
  return /^[<>|=]?O/.test(descr);
}

/** The dtype of an `.npy` file's array, whose header must fit its data. */
export function npyDtype(parts: NpyParts, refuse: RefuseNpy): DType {
  return typeOf(parts, refuse).dtype;
}

/** The array of an `.npy` file, over its data where they can stand as they are. */
export function npyArray(parts: NpyParts, refuse: RefuseNpy): NDArray {
  const type = typeOf(parts, refuse);
  const { header, data } = parts;
  const { fortranOrder, shape } = header;
  const elements = type.read(data);
  if (!fortranOrder) return new NDArray(elements, shape, type.dtype);
  return new NDArray(elements, [...shape].reverse(), type.dtype).transpose();
}

/** Refuses a dtype that arrays here do not hold, and a shape that is not that of the data. */
function typeOf({ header, data }: NpyParts, refuse: RefuseNpy): ElementType {
  const { descr, shape } = header;
  const type = elementType(descr);
  if (type === undefined) {
    const expected = holdsObjects(header)
      ? "it must not hold objects: they are pickles, which are not allowed"
      : "its dtype must be of booleans, integers or floats; others are not supported";
    throw refuse(expected, { received: descr });
  }
  if (shape.length > mostAxes || !shape.every((size) => Number.isSafeInteger(size))) {
    throw refuse("its shape must be one that an array can have", { receivedAs: "shape", received: shape });
  }
  const size = shape.reduce((product, length) => product * length, 1);
  if (size * type.bytes !== data.length) {
    const expected = `its shape must fit the ${data.length} bytes of data, no more and no fewer`;
    throw refuse(expected, { receivedAs: `dtype ${descr}, shape`, received: shape });
  }
  return type;
}
