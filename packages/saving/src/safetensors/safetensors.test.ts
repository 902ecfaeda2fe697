import { NDArray } from "@hornbeam/core";
import { describe, expect, it } from "vitest";
import { refusalOf } from "../hdf5/fixtures/refusal-of.ts";
import { readSafetensors } from "./read-safetensors.ts";
import { writeSafetensors } from "./write-safetensors.ts";

/** A file of a header's text and data. */
function file(header: string, data: ArrayLike<number> = [], length = BigInt(header.length)): Uint8Array {
  const start = new Uint8Array(8);
  new DataView(start.buffer).setBigUint64(0, length, true);
  return Uint8Array.from([...start, ...new TextEncoder().encode(header), ...Array.from(data)]);
}
const entry = (dtype: string, shape: string, offsets: string) =>
  `{"dtype":"${dtype}","shape":${shape},"data_offsets":${offsets}}`;
const one = entry("F32", "[1]", "[0,4]");

describe("readSafetensors", () => {
  it("reads little-endian floats by name, at any offset of the bytes", () => {
    const header = `{"__metadata__":{"format":"keras"},"a":${entry("F32", "[2,1]", "[0,8]")},"b":${entry("I8", "[]", "[8,9]")}} `;
    const bytes = file(header, [0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0, 0xff]);
    const shifted = Uint8Array.from([7, ...bytes]).subarray(1);
    for (const given of [bytes, shifted]) {
      const arrays = readSafetensors(given);
      expect([...arrays.keys()]).toEqual(["a", "b"]);
      expect([arrays.get("a")!.dtype, arrays.get("a")!.toArray()]).toEqual(["float32", [[1], [-2]]]);
      expect([arrays.get("b")!.dtype, arrays.get("b")!.shape, arrays.get("b")!.item()]).toEqual(["int8", [], -1]);
    }
  });

  it("holds a float16 and a bfloat16 as the numbers that they are", () => {
    const header = `{"h":${entry("F16", "[1]", "[0,2]")},"b":${entry("BF16", "[1]", "[2,4]")}}`;
    const arrays = readSafetensors(file(header, [0x00, 0x3e, 0xc0, 0xbf]));
    expect([arrays.get("h")!.dtype, arrays.get("h")!.item()]).toEqual(["float16", 1.5]);
    expect([arrays.get("b")!.dtype, arrays.get("b")!.item()]).toEqual(["bfloat16", -1.5]);
  });

  const refused: [what: string, bytes: Uint8Array, message: string][] = [
    ["a few bytes", Uint8Array.of(1, 2), "it must begin with the length of its header, it is truncated, received 2"],
    ["a header beyond the end", file("{}", [], 100n), "its header must lie within the 2 bytes that follow, and not exceed 100000000: it is truncated, or not a SafeTensors file, received 100"],
    ["a header that is no JSON", file("{,}"), "its header must be JSON: Cannot parse JSON: a string must come here"],
    ["a header that is a list", file("[]"), "its header must be a JSON object of tensors"],
    ["a name twice", file(`{"a":${one},"a":${one}}`, [0, 0, 0, 0]), "its header must be JSON: Cannot parse JSON: the keys of an object must be unique, none twice"],
    ["a tensor that is a number", file('{"a":1}'), 'tensor "a": it must have a dtype, a shape and offsets, received 1'],
    ["an unknown dtype", file(`{"a":${entry("C64", "[1]", "[0,8]")}}`), 'tensor "a": its dtype must be one of F64, F32, F16, BF16, I64, I32, I16, I8, U64, U32, U16, U8, BOOL, received "C64"'],
    ["a negative size", file(`{"a":${entry("F32", "[-1]", "[0,4]")}}`), 'tensor "a": its shape must be a list of sizes, received [-1]'],
    ["offsets in the wrong order", file(`{"a":${entry("F32", "[1]", "[4,0]")}}`), 'tensor "a": its data_offsets must be where it begins and ends, received [4, 0]'],
    ["offsets past the end", file(`{"a":${one}}`, [0, 0]), 'tensor "a": its offsets must lie within the 2 bytes of data, they are out of range, received [0, 4]'],
    ["a shape of another size", file(`{"a":${entry("F32", "[2]", "[0,4]")}}`, [0, 0, 0, 0]), 'tensor "a": its shape must fit the 4 bytes between its offsets, received [2]'],
    ["a shape that overflows", file(`{"a":${entry("U8", "[9007199254740991,9007199254740991]", "[0,1]")}}`, [0]), 'tensor "a": its shape must fit the 1 bytes between its offsets'],
    ["tensors that overlap", file(`{"a":${one},"b":${entry("U8", "[2]", "[3,5]")}}`, [0, 0, 0, 0, 0]), 'tensor "b": its offsets must not overlap those of another, received [3, 5]'],
    ["a gap", file(`{"a":${entry("U8", "[1]", "[1,2]")}}`, [0, 0]), 'tensor "a": its offsets must follow the tensor before, without a gap, received [1, 2]'],
    ["bytes at the end", file(`{"a":${one}}`, [0, 0, 0, 0, 9]), "its tensors must take all of its data, more bytes follow, received 1"],
  ]; // biome-ignore format: a line each
  it.each(refused)("refuses %s", (_, bytes, message) => {
    expect(refusalOf(() => readSafetensors(bytes))).toContain(`Cannot read SafeTensors file: ${message}`);
  });
});

describe("writeSafetensors", () => {
  it("writes what it reads, in every dtype", () => {
    const arrays = new Map(
      ["float32", "float64", "float16", "bfloat16", "int8", "int16", "int32", "uint8", "uint16", "uint32", "bool"].map(
        (dtype) => [dtype, NDArray.from([[1, 0, 1]]).astype(dtype as "int8")] as const,
      ),
    );
    arrays.set("int64", new NDArray(BigInt64Array.of(-(2n ** 60n)), [1], "int64"));
    arrays.set("", NDArray.zeros([0, 3]));
    const bytes = writeSafetensors(arrays, { format: "pt" });
    expect(new TextDecoder().decode(bytes.subarray(8, 43))).toBe('{"__metadata__":{"format":"pt"},"fl');
    expect(new DataView(bytes.buffer).getBigUint64(0, true) % 8n).toBe(0n);
    const again = readSafetensors(bytes);
    expect([...again.keys()]).toEqual([...arrays.keys()]);
    for (const [name, array] of arrays) expect(again.get(name)).toEqual(array);
  });

  it("refuses texts, and names that the format keeps", () => {
    expect(() => writeSafetensors(new Map([["words", NDArray.from(["a"])]]))).toThrow(
      'Cannot write SafeTensors file: array "words" must be of numbers, received dtype "string"',
    );
    expect(() => writeSafetensors(new Map([["__metadata__", NDArray.from([1])]]))).toThrow(
      'Cannot write SafeTensors file: an array must have a name that is not kept, received "__metadata__"',
    );
  });
});
