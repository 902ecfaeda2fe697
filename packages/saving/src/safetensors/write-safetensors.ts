import { type NDArray, OptionError, refusal } from "@hornbeam/core";
import { toBfloat16, toFloat16 } from "../hdf5/half.ts";
import { storedName } from "./_types.ts";

/**
 * A SafeTensors file of arrays by their names.
 *
 * @param metadata Texts for readers of the file; none unless given.
 * @throws {OptionError} for an array of texts, and for the name that the format keeps for itself.
 * @see {@link https://huggingface.co/docs/safetensors/index#format | SafeTensors: format}
 * @example
 * writeSafetensors(new Map([["bias", NDArray.from([1, 2])]])).length; // 80
 */
export function writeSafetensors(
  arrays: ReadonlyMap<string, NDArray>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const action = "write SafeTensors file";
  const entries: (readonly [string, unknown])[] = [];
  if (Object.keys(metadata).length > 0) entries.push(["__metadata__", metadata]);
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const [name, array] of arrays) {
    const dtype = storedName(array.dtype);
    if (dtype === undefined) {
      throw refusal(OptionError, { action, expected: `array ${JSON.stringify(name)} must be of numbers`, receivedAs: "dtype", received: array.dtype }); // biome-ignore format: one line
    }
    if (name === "__metadata__" || name === "__proto__") {
      throw refusal(OptionError, { action, expected: "an array must have a name that is not kept", received: name });
    }
    const bytes = bytesOf(array);
    entries.push([name, { dtype, shape: array.shape, data_offsets: [at, at + bytes.length] }]);
    parts.push(bytes);
    at += bytes.length;
  }
  const header = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  const start = 8 + Math.ceil(header.length / 8) * 8; // data begin at a multiple of their size
  const file = new Uint8Array(start + at).fill(0x20, 8, start);
  new DataView(file.buffer).setBigUint64(0, BigInt(start - 8), true);
  file.set(header, 8);
  let to = start;
  for (const part of parts) {
    file.set(part, to);
    to += part.length;
  }
  return file;
}

function bytesOf({ data, dtype }: NDArray): Uint8Array {
  const half = dtype === "float16" ? toFloat16 : dtype === "bfloat16" ? toBfloat16 : undefined;
  const { buffer, byteOffset, byteLength } = half ? half(data as Float32Array) : (data as Float32Array);
  return new Uint8Array(buffer, byteOffset, byteLength);
}
