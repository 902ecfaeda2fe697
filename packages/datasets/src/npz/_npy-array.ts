import { ConfigError, NDArray, type Refusal, refusal } from "@hornbeam/core";
import { type NpyHeader, parseHeader } from "./_npy-header.ts";
import { elementType } from "./_npy-types.ts";

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // \x93NUMPY
// NumPy's own limits
const longestHeader = 10_000;
const mostAxes = 64;

/** An `.npy` file taken apart. */
export interface NpyParts {
  readonly header: NpyHeader;
  readonly data: Uint8Array<ArrayBuffer>;
}

/** The array in the bytes of an `.npy` file, which become the array's own. */
export function npyArray(bytes: Uint8Array<ArrayBuffer>, action: string): NDArray {
  const refuse = refuseTo(action);
  const { header, data } = npyParts(bytes, refuse);
  return arrayOf(header, data, refuse);
}

/** Errors of what cannot be done: `read npy`. */
export function refuseTo(action: string): Refuse {
  return (expected, parts = {}) => refusal(ConfigError, { action, expected, ...parts });
}

/** Whether a header's dtype is that of objects. */
export function isObjects({ descr }: NpyHeader): boolean {
  return /^[<>|=]?O/.test(descr);
}

export function npyParts(bytes: Uint8Array<ArrayBuffer>, refuse: Refuse): NpyParts {
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

/** Makes the error of a file: what must hold, and what was found. */
export type Refuse = (expected: string, parts?: Partial<Refusal>) => ConfigError;

/** The array of a dtype, an order and a shape over its data. */
export function arrayOf(
  { descr, fortranOrder, shape }: NpyHeader,
  data: Uint8Array<ArrayBuffer>,
  refuse: Refuse,
): NDArray {
  const type = elementType(descr);
  if (type === undefined) {
    const expected = isObjects({ descr, fortranOrder, shape })
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
  const elements = type.read(data);
  if (!fortranOrder) return new NDArray(elements, shape, type.dtype);
  return new NDArray(elements, [...shape].reverse(), type.dtype).transpose();
}
