import { NDArray } from "@hornbeam/core";
import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { writeArchive } from "../archive/write-archive.ts";
import { LoadingError } from "../loading-error.ts";
import { openNpz } from "./open-npz.ts";
import { writeNpz } from "./write-npz.ts";

/** An `.npy` file: a header and the bytes of its data. */
function npy(header: string, data: ArrayLike<number> = []): Uint8Array {
  const letters = (text: string) => Array.from(text, (letter) => letter.charCodeAt(0));
  const size = [header.length & 255, header.length >> 8];
  const head = [...letters("\x93NUMPY"), 1, 0, ...size, ...letters(header)];
  const file = new Uint8Array(head.length + data.length);
  file.set(head);
  file.set(data, head.length);
  return file;
}
const header = (descr: string, shape: string, fortran = "False") =>
  `{'descr': '${descr}', 'fortran_order': ${fortran}, 'shape': ${shape}, }\n`;
const bytesOf = (array: ArrayBufferView) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
const open = (name: string, file: Uint8Array) => openNpz(writeArchive([[name, file]]));
const message = (what: () => unknown): string => {
  try {
    what();
  } catch (error) {
    if (error instanceof LoadingError) return error.message;
    throw error;
  }
  return "nothing was refused";
};

describe("writeNpz", () => {
  it("writes what NumPy would: a header that ends at a multiple of 64, and the numbers", () => {
    const bytes = writeNpz(new Map([["a/0", NDArray.from([1.5, -2])]]));
    const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
    const start = text.indexOf("\x93NUMPY");
    expect(text.slice(start + 8, start + 128)).toBe(
      `\x76\x00${"{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }".padEnd(117)}\n`,
    );
    expect(bytes.subarray(start + 128, start + 136)).toEqual(bytesOf(Float32Array.of(1.5, -2)));
    expect(text).toContain("a/0.npy");
  });

  it.each([
    new NDArray(Float64Array.of(0.1), []),
    new NDArray(Float32Array.of(1, 2, 3, 4), [2, 1, 2]),
    new NDArray(Float32Array.of(1.5, 65504), [2], "float16"),
    new NDArray(BigInt64Array.of(-(2n ** 60n)), [1], "int64"),
    new NDArray(BigUint64Array.of(2n ** 63n), [1], "uint64"),
    new NDArray(Int32Array.of(-7, 7), [2]),
    new NDArray(Int16Array.of(-7), [1], "int16"),
    new NDArray(Uint8Array.of(0, 1), [2], "bool"),
    new NDArray(new Float32Array(0), [0, 3]),
  ])("gives back %s", (array) => {
    const found = openNpz(writeNpz(new Map([["x", array]]))).get("x")!;
    expect([found.dtype, found.shape]).toEqual([array.dtype, array.shape]);
    const { data, shape, dtype } = found.read();
    expect({ data, shape, dtype }).toEqual({ data: array.data, shape: array.shape, dtype: array.dtype });
  });

  it("writes bfloat16, which NumPy lacks, as float32", () => {
    const array = new NDArray(Float32Array.of(1.5, -3), [2], "bfloat16");
    const found = openNpz(writeNpz(new Map([["x", array]]))).get("x")!;
    expect([found.dtype, found.read().data]).toEqual(["float32", Float32Array.of(1.5, -3)]);
  });

  it("refuses texts", () => {
    const texts = new NDArray(["a"], [1], "string");
    expect(() => writeNpz(new Map([["words", texts]]))).toThrow(
      'Cannot write npz file: array "words" must be of numbers, received dtype "string"',
    );
  });
});

describe("openNpz", () => {
  it("reads views of the file where numbers stand as they are used", () => {
    const bytes = writeNpz(new Map([["x", NDArray.from([1, 2])]]));
    expect((openNpz(bytes).get("x")!.read().data as Float32Array).buffer).toBe(bytes.buffer);
  });

  it("reads Fortran order and big-endian numbers, again and again, and leaves the file as it is", () => {
    const big = new Uint8Array(bytesOf(Float32Array.of(1, 2, 3, 4, 5, 6)));
    for (let at = 0; at < big.length; at += 4) big.subarray(at, at + 4).reverse();
    const file = writeArchive([["x.npy", npy(header(">f4", "(2, 3)", "True"), big)]]);
    const before = file.slice();
    const array = openNpz(file).get("x")!;
    for (let i = 0; i < 2; i++) expect(array.read().data).toEqual(Float32Array.of(1, 3, 5, 2, 4, 6));
    expect(file).toEqual(before);
  });

  it("reads archives that were deflated", () => {
    const file = zipSync({ "x.npy": npy(header("<i2", "(2,)"), [1, 0, 2, 0]) }, { level: 6 });
    expect(openNpz(file).get("x")!.read().data).toEqual(Int16Array.of(1, 2));
  });
});

describe("openNpz refuses", () => {
  it("objects, which Keras pickles", () => {
    const pickle = strToU8("\x80\x03cposix\nsystem\n.");
    expect(message(() => open("layers/dense.npy", npy(header("|O", "()"), pickle)))).toBe(
      'Cannot read member "layers/dense.npy" of the archive: it must hold numbers, and not objects: those are pickles, which can run code and are not allowed (Keras refuses them too); save the model in Keras as HDF5, its default, received "|O"',
    );
  });

  it.each([
    [
      "a shape that the data do not fill",
      header("<f4", "(4294967296, 1048576)"),
      "its shape must fit the 4 bytes of data",
    ],
    [
      "a shape whose size is no number",
      header("<f4", `(${"9007199254740991, ".repeat(40)}0)`),
      "its shape must fit the 4 bytes of data",
    ],
    [
      "more axes than arrays have",
      header("<f4", `(${"1, ".repeat(80)})`),
      "its shape must be one that an array can have",
    ],
    ["texts", header("<U1", "(1,)"), "its dtype must be of booleans, integers or floats"],
    [
      "records",
      "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }\n",
      "the header must be a literal of names",
    ],
    [
      "code in the header",
      "{'descr': __import__('os'), 'fortran_order': False, 'shape': (1,), }\n",
      "the header must be a literal of names",
    ],
    [
      "a key twice",
      "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1,), }\n",
      'the header must not give "descr" twice',
    ],
  ])("%s", (_, text, expected) => {
    expect(message(() => open("x.npy", npy(text, [0, 0, 128, 63])))).toContain(expected);
  });

  it("a header that is longer than the file", () => {
    const file = npy(header("<f4", "(1,)")).subarray(0, 40);
    expect(message(() => open("x.npy", file))).toBe(
      'Cannot read member "x.npy" of the archive: its header must be complete: the file is truncated',
    );
  });

  it("members that are no arrays, and arrays below arrays", () => {
    const file = npy(header("<f4", "(0,)"));
    expect(message(() => open("x.txt", file))).toContain("its name must end in .npy");
    const below = writeArchive([["a/b.npy", file], ["a.npy", file]]); // biome-ignore format: one line
    expect(message(() => openNpz(below))).toBe(
      'Cannot read member "a/b.npy" of the archive: its name must not lie below that of another array, received "a"',
    );
  });

  it("a member that would unpack to much more than it stores", () => {
    const bomb = zipSync({ "x.npy": npy(header("<f4", "(8388608,)"), new Uint8Array(2 ** 25)) }, { level: 9 });
    expect(bomb.length).toBeLessThan(2 ** 16);
    expect(message(() => openNpz(bomb))).toMatch(/it must not declare more than \d+ bytes for the \d+ that it stores/);
  });
});
