import { describe, expect, it } from "vitest";
import { readNpy } from "./read-npy.ts";

/** An `.npy` file of a header and the bytes of its data. */
function npy(header: string, data: ArrayLike<number> = [], { version = 1, prefix = "\x93NUMPY" } = {}): Uint8Array {
  const size =
    version === 1 ? [header.length & 255, header.length >> 8] : [header.length & 255, header.length >> 8, 0, 0];
  const letters = (text: string) => Array.from(text, (letter) => letter.charCodeAt(0));
  return Uint8Array.from([...letters(prefix), version, 0, ...size, ...letters(header), ...Array.from(data)]);
}
const plain = (descr: string, shape: string, fortran = "False") =>
  `{'descr': '${descr}', 'fortran_order': ${fortran}, 'shape': ${shape}, }        \n`;
const bytesOf = (array: ArrayBufferView) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

describe("readNpy", () => {
  it("reads each dtype of numbers", () => {
    for (const [descr, dtype, elements] of [
      ["<f4", "float32", Float32Array.of(1.5, -2)],
      ["<f8", "float64", Float64Array.of(0.1, -1e300)],
      ["|i1", "int8", Int8Array.of(-1, 7)],
      ["<i2", "int16", Int16Array.of(-300, 7)],
      ["<i4", "int32", Int32Array.of(-70_000, 7)],
      ["<i8", "int64", BigInt64Array.of(-(2n ** 60n), 7n)],
      ["|u1", "uint8", Uint8Array.of(255, 7)],
      ["<u2", "uint16", Uint16Array.of(65_535, 7)],
      ["<u4", "uint32", Uint32Array.of(2 ** 32 - 1, 7)],
      ["<u8", "uint64", BigUint64Array.of(2n ** 63n, 7n)],
    ] as const) {
      const array = readNpy(npy(plain(descr, "(2,)"), bytesOf(elements)));
      expect(array.dtype).toBe(dtype);
      expect(array.data).toEqual(elements);
    }
  });

  it("widens float16, and makes any byte but 0 true", () => {
    const half = readNpy(
      npy(plain("<f2", "(7,)"), bytesOf(Uint16Array.of(0x3e00, 0xc000, 1, 0x7bff, 0x7c00, 0x7e00, 0x8000))),
    );
    expect(half.dtype).toBe("float16");
    expect(half.data).toEqual(Float32Array.of(1.5, -2, 2 ** -24, 65_504, Number.POSITIVE_INFINITY, Number.NaN, -0));
    expect(readNpy(npy(plain("|b1", "(1, 3)"), [1, 0, 2])).toArray()).toEqual([[true, false, true]]);
  });

  it("turns big-endian and Fortran order into its own", () => {
    const array = readNpy(npy(plain(">i2", "(2, 3)", "True"), [0, 0, 0, 3, 0, 1, 0, 4, 0, 2, 1, 5]));
    expect(array.toArray()).toEqual([
      [0, 1, 2],
      [3, 4, 261],
    ]);
  });

  it("reads scalars, empty arrays, other versions, and headers in another order", () => {
    expect(readNpy(npy(plain("|u1", "()"), [7])).item()).toBe(7);
    expect(readNpy(npy(plain("<f8", "(0, 3)"))).shape).toEqual([0, 3]);
    expect(readNpy(npy(plain("|u1", "(2,)"), [7, 8], { version: 2 })).toArray()).toEqual([7, 8]);
    expect(readNpy(npy(plain("|u1", "(2L,)"), [7, 8], { version: 3 })).toArray()).toEqual([7, 8]);
    const turned = '{"shape":(1,2),"fortran_order":False,"descr":"u1"}';
    expect(readNpy(npy(turned, [7, 8])).toArray()).toEqual([[7, 8]]);
  });

  it("owns its elements, whatever the bytes are a part of", () => {
    const file = Buffer.concat([Uint8Array.of(0), npy(plain("|u1", "(2,)"), [7, 8])]).subarray(1);
    const array = readNpy(file);
    file.fill(0);
    expect(array.data).toEqual(Uint8Array.of(7, 8));
    expect(array.data.constructor).toBe(Uint8Array);
  });

  it("refuses what is not an npy file, or is cut off", () => {
    const refused = (file: Uint8Array, message: string) =>
      expect(() => readNpy(file)).toThrow(`Cannot read npy: ${message}`);
    refused(new Uint8Array(), "it must be an npy file");
    refused(npy(plain("|u1", "()"), [7], { prefix: "\x93NUMPI" }), "it must be an npy file");
    refused(npy(plain("|u1", "()"), [7], { version: 4 }), 'its version must be 1.0, 2.0 or 3.0, received "4.0"');
    refused(npy(plain("|u1", "()")).subarray(0, 40), "its header must be complete: the file is truncated");
    refused(
      npy(plain("|u1", "()"), [7], { version: 2 }).subarray(0, 11),
      "its header must be complete: the file is truncated",
    );
    refused(
      npy(plain("|u1", `${" ".repeat(9990)}()`)),
      "its header must not be larger than 10000 bytes, received 10054",
    );
    refused(
      npy(plain("<f4", "(2,)"), [0, 0, 0, 0]),
      "its shape must fit the 4 bytes of data, no more and no fewer, received dtype <f4, shape [2]",
    );
    refused(
      npy(plain("|u1", "(2,)"), [0, 0, 0]),
      "its shape must fit the 3 bytes of data, no more and no fewer, received dtype |u1, shape [2]",
    );
    refused(npy(plain("<f8", "(1099511627776, 1048576)"), [0, 0]), "its shape must fit the 2 bytes of data");
    refused(
      npy(plain("<f8", "(0, 99999999999999999999)")),
      "its shape must be one that an array can have, received shape [0, 100000000000000000000]",
    );
    refused(npy(plain("|u1", `(${"1,".repeat(65)})`), [1]), "its shape must be one that an array can have");
  });

  it("refuses headers that are not just a literal", () => {
    const refused = (header: string, message: string) =>
      expect(() => readNpy(npy(header, [0]))).toThrow(`Cannot read npy: the header must ${message}`);
    refused("", "be a literal of a dictionary");
    refused(plain("|u1", "(len('x'),)"), "be a literal of names, numbers and truth values only");
    refused(plain("|u1", "(-1,)"), "be a literal of names, numbers and truth values only");
    refused(plain("|u1", "(1 1)"), "be a literal of names, numbers and truth values only");
    refused("{'descr': [('a', '<f4')], }", "be a literal of names, numbers and truth values only");
    refused("{'descr': '|u1' 'shape': ()}", "be a literal of a dictionary");
    refused("{'descr': '|u1'}", "give descr, fortran_order and shape");
    refused("{'descr': '|u1', 'fortran_order': 'no', 'shape': ()}", "give descr, fortran_order and shape");
    refused("{'descr': '|u1', 'descr': '|u1', 'shape': ()}", 'not give "descr" twice');
    refused(`${plain("|u1", "()").trim()} + 1`, "end with its dictionary");
    refused(
      "{'descr': '|u1', 'fortran_order': False, 'shape': (), '__proto__': ()}",
      "give descr, fortran_order and shape",
    );
  });

  it("refuses pickled objects, records, text and complex numbers", () => {
    const refused = (descr: string, message: string) =>
      expect(() => readNpy(npy(plain(descr, "(1,)"), [0]))).toThrow(`Cannot read npy: ${message}`);
    refused("|O", 'it must not hold objects: they are pickles, which are not allowed, received "|O"');
    for (const descr of ["<c8", "<U1", "|S1", "|V2", "<M8[s]", "<f16", "<f3", ""]) {
      refused(
        descr,
        `its dtype must be of booleans, integers or floats; others are not supported, received "${descr}"`,
      );
    }
  });

  it("names the file, and refuses what it does not know", () => {
    expect(() => readNpy(new Uint8Array(), { name: "x.npy" })).toThrow(
      'Cannot read npy "x.npy": it must be an npy file',
    );
    expect(() => readNpy("x.npy" as never)).toThrow('Cannot read npy: it must be a Uint8Array, received "x.npy"');
    expect(() => readNpy(new Uint8Array(), { mmap: true } as never)).toThrow(
      "Cannot read npy: unknown option `mmap`\nKnown options: name.",
    );
  });
});
