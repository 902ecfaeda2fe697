import { unreadable } from "./_unreadable.ts";
import { Cursor } from "./cursor.ts";
import type { ElementType, Padding } from "./datatype.ts";
import type { Hdf5File } from "./file.ts";
import { globalHeapObject } from "./global-heap.ts";

const decoder = /* @__PURE__ */ new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Decodes UTF-8, of which ASCII is a part; h5py writes UTF-8 under either name. */
export function decodeText(bytes: Uint8Array, what: string): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw unreadable(`${what} must be valid UTF-8`, bytes.subarray(0, 64));
  }
}

/** Bytes up to the first zero. */
export function untilZero(bytes: Uint8Array): Uint8Array {
  const end = bytes.indexOf(0);
  return end < 0 ? bytes : bytes.subarray(0, end);
}

function unpad(bytes: Uint8Array, padding: Padding): Uint8Array {
  if (padding === "terminated") return untilZero(bytes);
  const filler = padding === "space" ? 0x20 : 0;
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === filler) end--;
  return bytes.subarray(0, end);
}

/** Texts out of an array's bytes: in place, or by references of length, address and index into the global heap. */
export function decodeTexts(
  file: Hdf5File,
  raw: Uint8Array,
  type: ElementType & { kind: "text" },
  count: number,
): string[] {
  const texts: string[] = [];
  const cursor = new Cursor(raw, "the texts");
  for (let i = 0; i < count; i++) {
    const bytes = type.variable ? referred(file, cursor) : unpad(cursor.take(type.size), type.padding);
    file.budget.spend("textBytes", bytes.length + 16); // an empty text costs a list's element too
    texts.push(decodeText(bytes, "text"));
  }
  return texts;
}

function referred(file: Hdf5File, cursor: Cursor): Uint8Array {
  const length = cursor.u32();
  const address = cursor.address();
  const index = cursor.u32();
  if (length === 0 || address === undefined || address === 0) return new Uint8Array(0);
  const object = globalHeapObject(file, address, index);
  if (length > object.length) {
    throw unreadable(
      `a text declares ${length} bytes, which must not be beyond the end of its heap object`,
      object.length,
    );
  }
  return untilZero(object.subarray(0, length));
}
