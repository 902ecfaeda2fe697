import { ConfigError, type DType, isRecord, isShape, NDArray, parseJson } from "@hornbeam/core";
import { unreadable, within } from "../hdf5/_unreadable.ts";
import { fromBfloat16, fromFloat16 } from "../hdf5/half.ts";
import { type StoredType, storedTypes } from "./_types.ts";

/** Where a tensor lies behind the header. */
interface Entry {
  readonly name: string;
  readonly type: StoredType;
  readonly shape: readonly number[];
  readonly from: number;
  readonly to: number;
}

// the limit of the reference implementation
const longestHeader = 100_000_000;
const metadataKey = "__metadata__";

/**
 * The arrays of a SafeTensors file by their names, in the order of the header. Halves are widened to float32 in memory.
 *
 * @throws {LoadingError} where the bytes are no such file, or tensors overlap, leave gaps, or lie outside of it.
 * @see {@link https://huggingface.co/docs/safetensors/index#format | SafeTensors: format}
 * @example
 * readSafetensors(writeSafetensors(new Map([["kernel", NDArray.from([[1, 2]])]]))).get("kernel")?.shape; // [1, 2]
 */
export function readSafetensors(bytes: Uint8Array): Map<string, NDArray> {
  return new Map(Array.from(openSafetensors(Uint8Array.from(bytes)), ([name, { read }]) => [name, read()]));
}

/** The arrays of a file, to be read one by one: as views of its bytes where these are aligned. */
export function openSafetensors(
  bytes: Uint8Array,
): Map<string, { shape: readonly number[]; dtype: DType; read(): NDArray }> {
  return within("SafeTensors file", () => {
    const { header, start } = headerOf(bytes);
    const entries = Object.entries(header).filter(([name]) => name !== metadataKey);
    const places = entries.map(([name, entry]) => entryOf(name, entry, bytes.length - start));
    checkPlaces(places, bytes.length - start);
    const open = (entry: Entry) => ({
      shape: entry.shape,
      dtype: entry.type.dtype,
      read: () => arrayOf(entry, bytes, start),
    });
    return new Map(places.map((entry) => [entry.name, open(entry)]));
  });
}

/** Whether bytes begin as such a file does: a length, and JSON of that length. */
export function isSafetensors(bytes: Uint8Array): boolean {
  if (bytes.length < 10 || bytes[8] !== 0x7b) return false;
  return new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true) <= BigInt(bytes.length - 8);
}

function headerOf(bytes: Uint8Array): { header: Record<string, unknown>; start: number } {
  if (bytes.length < 8) throw unreadable("it must begin with the length of its header, it is truncated", bytes.length);
  const declared = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (declared > BigInt(Math.min(longestHeader, bytes.length - 8))) {
    const most = `the ${bytes.length - 8} bytes that follow, and not exceed ${longestHeader}`;
    throw unreadable(`its header must lie within ${most}: it is truncated, or not a SafeTensors file`, declared);
  }
  const start = 8 + Number(declared);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes.subarray(8, start));
  } catch {
    throw unreadable("its header must be UTF-8 text, its encoding is invalid");
  }
  try {
    const header = parseJson(text, { depth: 10 });
    if (isRecord(header)) return { header, start };
  } catch (error) {
    if (error instanceof ConfigError) throw unreadable(`its header must be JSON: ${error.message}`);
    throw error;
  }
  throw unreadable("its header must be a JSON object of tensors");
}

function entryOf(name: string, entry: unknown, length: number): Entry {
  const wrong = (expected: string, ...received: [] | [unknown]) =>
    unreadable(`tensor ${shown(name)}: ${expected}`, ...received);
  if (!isRecord(entry)) throw wrong("it must have a dtype, a shape and offsets", entry);
  const { dtype, shape, data_offsets: offsets } = entry;
  const type = typeof dtype === "string" ? storedTypes.get(dtype) : undefined;
  if (!type) throw wrong(`its dtype must be one of ${[...storedTypes.keys()].join(", ")}`, dtype);
  if (!isShape(shape) || !shape.every((size): size is number => size !== null)) {
    throw wrong("its shape must be a list of sizes", shape);
  }
  const [from, to] = Array.isArray(offsets) ? (offsets as unknown[]) : [];
  if (!isOffset(from) || !isOffset(to) || (offsets as unknown[]).length !== 2 || from > to) {
    throw wrong("its data_offsets must be where it begins and ends", offsets);
  }
  if (to > length)
    throw wrong(`its offsets must lie within the ${length} bytes of data, they are out of range`, offsets);
  const size = shape.reduce((product, axis) => product * axis, type.bytes);
  if (size !== to - from) throw wrong(`its shape must fit the ${to - from} bytes between its offsets`, shape);
  return { name, type, shape, from, to };
}

function isOffset(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** The tensors must cover the data without gaps, each byte once: nothing is hidden in a file. */
function checkPlaces(entries: readonly Entry[], length: number): void {
  let end = 0;
  for (const { name, from, to } of entries.toSorted((a, b) => a.from - b.from || a.to - b.to)) {
    if (from < end)
      throw unreadable(`tensor ${shown(name)}: its offsets must not overlap those of another`, [from, to]);
    if (from > end) throw unreadable(`tensor ${shown(name)}: its offsets must follow the tensor before, without a gap`, [from, to]); // biome-ignore format: one line
    end = to;
  }
  if (end !== length) throw unreadable("its tensors must take all of its data, more bytes follow", length - end);
}

function arrayOf({ type, shape, from, to }: Entry, bytes: Uint8Array, start: number): NDArray {
  const stored = bytes.subarray(start + from, start + to);
  const own = stored.byteOffset % type.bytes === 0 ? stored : Uint8Array.from(stored);
  const data = new type.Array(own.buffer as ArrayBuffer, own.byteOffset, own.length / type.bytes);
  if (type.dtype === "float16") return new NDArray(fromFloat16(data as Uint16Array), shape, "float16");
  if (type.dtype === "bfloat16") return new NDArray(fromBfloat16(data as Uint16Array), shape, "bfloat16");
  if (type.dtype === "bool")
    return new NDArray(
      (data as Uint8Array).map((byte) => (byte === 0 ? 0 : 1)),
      shape,
      "bool",
    );
  return new NDArray(data, shape, type.dtype);
}

function shown(name: string): string {
  return JSON.stringify(name.length > 200 ? `${name.slice(0, 100)}…${name.slice(-100)}` : name);
}
