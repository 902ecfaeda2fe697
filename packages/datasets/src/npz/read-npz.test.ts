import { crc32, deflateRawSync } from "node:zlib";
import { NDArray } from "@hornbeam/core";
import { describe, expect, it } from "vitest";
import { type NpzArray, readNpz } from "./read-npz.ts";

// np.savez_compressed(x=np.arange(6, dtype="float32").reshape(2, 3) / 4, y=np.array([3, 1])) and
// np.savez(s=np.array(7, dtype="uint8"), e=np.zeros((0, 3))), by NumPy 2.4.6
const deflated =
  "UEsDBC0AAAAIAAAAIQAKnACk//////////8FABQAeC5ucHkBABAAmAAAAAAAAABWAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loG6TZqKuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GkY6CsaaOgq1CmQDLgYwaLADEvYMDA5A3ADEC+wBUEsDBC0AAAAIAAAAIQCM3jPg//////////8FABQAeS5ucHkBABAAkAAAAAAAAABKAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loG6TaaGuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GkY6mjoKtQoUAC5mBghghNIAUEsBAi0DLQAAAAgAAAAhAAqcAKRWAAAAmAAAAAUAAAAAAAAAAAAAAIABAAAAAHgubnB5UEsBAi0DLQAAAAgAAAAhAIzeM+BKAAAAkAAAAAUAAAAAAAAAAAAAAIABjQAAAHkubnB5UEsFBgAAAAACAAIAZgAAAA4BAAAAAA==";
const stored =
  "UEsDBC0AAAAAAAAAIQB2DhOJ//////////8FABQAcy5ucHkBABAAgQAAAAAAAACBAAAAAAAAAJNOVU1QWQEAdgB7J2Rlc2NyJzogJ3x1MScsICdmb3J0cmFuX29yZGVyJzogRmFsc2UsICdzaGFwZSc6ICgpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAKB1BLAwQtAAAAAAAAACEAWPtg+P//////////BQAUAGUubnB5AQAQAIAAAAAAAAAAgAAAAAAAAACTTlVNUFkBAHYAeydkZXNjcic6ICc8ZjgnLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMCwgMyksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgClBLAQItAy0AAAAAAAAAIQB2DhOJgQAAAIEAAAAFAAAAAAAAAAAAAACAAQAAAABzLm5weVBLAQItAy0AAAAAAAAAIQBY+2D4gAAAAIAAAAAFAAAAAAAAAAAAAACAAbgAAABlLm5weVBLBQYAAAAAAgACAGYAAABvAQAAAAA=";
const fromBase64 = (text: string) => Uint8Array.from(Buffer.from(text, "base64"));

const header = "{'descr': '|u1', 'fortran_order': False, 'shape': (4,), }\n";
const npy = Buffer.concat([
  Buffer.from(`\x93NUMPY\x01\x00${String.fromCharCode(header.length)}\x00${header}`, "latin1"),
  Uint8Array.of(1, 2, 3, 4),
]);

/** A member, and lies about it. */
interface Member {
  name?: string;
  localName?: string;
  content?: Uint8Array;
  raw?: Uint8Array;
  method?: number;
  flags?: number;
  size?: number;
  storedSize?: number;
  crc?: number;
  offset?: number;
}

function zip(
  members: Member[],
  { count = members.length, directorySize = 0, comment = "", disk = 0 } = {},
): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  const u = (...fields: [value: number, bytes: 2 | 4][]) =>
    Buffer.concat(
      fields.map(([value, bytes]) => Buffer.from([0, 8, 16, 24].slice(0, bytes).map((bit) => (value >>> bit) & 255))),
    );
  for (const member of members) {
    const { name = "x.npy", localName = name, content = npy, method = 8, flags = 0, offset = at } = member;
    const raw = member.raw ?? (method === 8 ? deflateRawSync(content) : content);
    const { crc = crc32(content), size = content.length, storedSize = raw.length } = member;
    const facts = u([flags, 2], [method, 2], [0, 4], [crc, 4], [storedSize, 4], [size, 4]);
    const local = Buffer.concat([
      u([0x04034b50, 4], [20, 2]),
      facts,
      u([localName.length, 2], [0, 2]),
      Buffer.from(localName, "latin1"),
      raw,
    ]);
    const head = u([0x02014b50, 4], [20, 2], [20, 2]);
    const tail = u([name.length, 2], [0, 4], [0, 4], [0, 4], [offset, 4]);
    directory.push(Buffer.concat([head, facts, tail, Buffer.from(name, "latin1")]));
    parts.push(local);
    at += local.length;
  }
  const length = directory.reduce((sum, entry) => sum + entry.length, directorySize);
  const end = u([0x06054b50, 4], [disk, 4], [count, 2], [count, 2], [length, 4], [at, 4], [comment.length, 2]);
  return Uint8Array.from(Buffer.concat([...parts, ...directory, end, Buffer.from(comment)]));
}

function arrayIn(arrays: Map<string, NpzArray>, name: string): NDArray {
  const array = arrays.get(name);
  if (array instanceof NDArray) return array;
  throw new Error(`no array: ${name}`);
}

describe("readNpz", () => {
  it("reads what NumPy wrote, deflated or stored", async () => {
    const compressed = await readNpz(fromBase64(deflated));
    expect([...compressed.keys()]).toEqual(["x", "y"]);
    expect(arrayIn(compressed, "x").dtype).toBe("float32");
    expect(arrayIn(compressed, "x").toArray()).toEqual([
      [0, 0.25, 0.5],
      [0.75, 1, 1.25],
    ]);
    expect(arrayIn(compressed, "y").dtype).toBe("int64");
    expect(arrayIn(compressed, "y").toArray()).toEqual([3n, 1n]);
    const plain = await readNpz(fromBase64(stored));
    expect(arrayIn(plain, "s").item()).toBe(7);
    expect(arrayIn(plain, "e").shape).toEqual([0, 3]);
    expect((await readNpz(zip([]))).size).toBe(0);
    expect(arrayIn(await readNpz(zip([{}], { comment: "made by hand" })), "x").toArray()).toEqual([1, 2, 3, 4]);
  });

  it("reads an array of objects as a list, out of the pickle that it is", async () => {
    // np.array([[1, 14], [7]], dtype=object), pickled with protocol 2 by Python's own pickle
    const pickle = Buffer.from(
      "gAJjbnVtcHkuY29yZS5tdWx0aWFycmF5Cl9yZWNvbnN0cnVjdApjbnVtcHkKbmRhcnJheQpLAIVVAWKHUihLAUsChWNudW1weQpkdHlwZQpVAk84SwBLAYdSKEsDVQF8Tk5OSv////9K/////0s/dGKJXShdKEsBSw5lXUsHYWV0Yi4=",
      "base64",
    );
    const head = "{'descr': '|O', 'fortran_order': False, 'shape': (2,), }\n";
    const start = Buffer.from(`\x93NUMPY\x01\x00${String.fromCharCode(head.length)}\x00${head}`, "latin1");
    const file = zip([{ content: Buffer.concat([start, pickle]) }]);
    expect((await readNpz(file)).get("x")).toEqual([[1, 14], [7]]);

    const three = Buffer.from(start.toString("latin1").replace("(2,)", "(3,)"), "latin1");
    await expect(readNpz(zip([{ content: Buffer.concat([three, pickle]) }]))).rejects.toThrow(
      'Cannot read "x.npy" in npz: its pickle must hold as many objects as its shape says, received shape [3]',
    );
  });

  it("takes names as data", async () => {
    const arrays = await readNpz(zip([{ name: "__proto__.npy" }, { name: "../x.npy" }]));
    expect([...arrays.keys()]).toEqual(["__proto__", "../x"]);
    expect(Object.getPrototypeOf(arrays)).toBe(Map.prototype);
  });

  it("takes much of little for no bomb", async () => {
    const shape = "{'descr': '|u1', 'fortran_order': False, 'shape': (1000000,), }\n";
    const head = Buffer.from(`\x93NUMPY\x01\x00${String.fromCharCode(shape.length)}\x00${shape}`, "latin1");
    const content = Buffer.concat([head, new Uint8Array(1_000_000)]);
    const file = zip([{ content }]);
    expect(file.length).toBeLessThan(1200);
    expect(arrayIn(await readNpz(file), "x").size).toBe(1_000_000);
  });

  const cases: [what: string, file: Uint8Array, message: string][] = [
    ["nothing", new Uint8Array(), "npz: it must be a zip archive"],
    ["another file", Buffer.from("<!doctype html>"), "npz: it must be a zip archive"],
    [
      "an archive cut off",
      fromBase64(stored).subarray(0, 300),
      "npz: its end must hold the zip directory, which is missing: it is truncated or corrupt",
    ],
    ["a part of an archive", zip([{}], { disk: 1 }), "npz: it must be one archive, not a part of several"],
    [
      "a directory of another size",
      zip([{}], { directorySize: 1 }),
      "npz: its zip directory is out of bounds: it is corrupt",
    ],
    [
      "fewer entries than declared",
      zip([{}], { count: 2 }),
      "npz: entry 1 of its zip directory must be readable: it is corrupt",
    ],
    [
      "more entries than declared",
      zip([{}, { name: "y.npy" }], { count: 1 }),
      "npz: its zip directory must hold the entries it declares: it is corrupt, received 1",
    ],
    ["zip64", zip([{}], { count: 0xffff }), "npz: its directory must not be zip64, which is not supported"],
    ["a name twice", zip([{}, {}]), 'npz: its member "x.npy" must not be there twice'],
    [
      "a name that is not UTF-8",
      zip([{ name: "\xff.npy" }]),
      "npz: entry 0 of its zip directory must be readable: it is corrupt",
    ],
    [
      "another name in front of the data",
      zip([{ localName: "y.npy" }]),
      'npz: its member "x.npy" must lie within the archive: it is corrupt',
    ],
    ["an encrypted member", zip([{ flags: 1 }]), 'npz: its member "x.npy" must not be encrypted'],
    [
      "another method",
      zip([{ method: 14 }]),
      'npz: its member "x.npy" must be stored or deflated; no other method is supported, received 14',
    ],
    [
      "an offset beyond the end",
      zip([{ offset: 0x7fffffff }]),
      'npz: its member "x.npy" must lie within the archive: it is corrupt',
    ],
    [
      "a length beyond the end",
      zip([{ storedSize: 1000 }]),
      'npz: its member "x.npy" must lie within the archive: it is corrupt',
    ],
    [
      "more than its bytes can hold",
      zip([{ size: 0xf0000000 }]),
      `"x.npy" in npz: its ${deflateRawSync(npy).length} stored bytes must be able to hold the bytes it declares, received 4026531840`,
    ],
    [
      "a stored size that differs",
      zip([{ method: 0, size: 4 }]),
      '"x.npy" in npz: its 72 stored bytes must be able to hold the bytes it declares, received 4',
    ],
    [
      "more than it declares",
      zip([{ size: 60 }]),
      '"x.npy" in npz: it must not inflate to more than the 60 bytes it declares',
    ],
    [
      "less than it declares",
      zip([{ size: 80 }]),
      '"x.npy" in npz: it must inflate to the 80 bytes it declares, received 72',
    ],
    [
      "corrupt data",
      zip([{ raw: Uint8Array.of(255, 255, 255, 255) }]),
      '"x.npy" in npz: its compressed data must not be corrupt, received "',
    ],
    [
      "another checksum",
      zip([{ crc: 1 }]),
      `"x.npy" in npz: its CRC-32 checksum must be 00000001, received "${crc32(npy).toString(16)}"`,
    ],
    [
      "a member that is no array",
      zip([{ name: "notes.txt" }]),
      '"notes.txt" in npz: the members of an npz must be .npy files',
    ],
    [
      "a damaged array",
      zip([{ content: npy.subarray(0, -1) }]),
      '"x.npy" in npz: its shape must fit the 3 bytes of data',
    ],
  ];
  it.each(cases)("refuses %s", async (_, file, message) => {
    await expect(readNpz(file)).rejects.toThrow(`Cannot read ${message}`);
    await expect(readNpz(file)).rejects.toMatchObject({ name: "ConfigError" });
  });

  it("refuses members that overlap", async () => {
    const inner = zip([{ name: "x.npy", method: 0 }]).subarray(0, 30 + 5 + npy.length);
    // the second member's local header and data lie within the stored data of the first
    const file = zip([
      { name: "y.npy", method: 0, content: inner },
      { name: "x.npy", method: 0, offset: 35 },
    ]);
    await expect(readNpz(file)).rejects.toThrow("Cannot read npz: its members must not overlap");
  });

  it("has a limit, which can be raised", async () => {
    const file = zip([{}, { name: "y.npy" }]);
    const most = 2 * npy.length;
    await expect(readNpz(file, { name: "a.npz", maxBytes: most - 1 })).rejects.toThrow(
      `Cannot read "y.npy" in npz "a.npz": arrays must not be larger than the limit of ${most - 1} bytes in all, received ${most}\n` +
        "Raise `maxBytes` if you trust the file.",
    );
    expect((await readNpz(file, { maxBytes: most })).size).toBe(2);
  });

  it("stops by its signal, and refuses what it does not know", async () => {
    await expect(readNpz(zip([{}]), { signal: AbortSignal.abort(new Error("enough")) })).rejects.toThrow("enough");
    await expect(readNpz("a.npz" as never)).rejects.toThrow(
      'Cannot read npz: it must be a Uint8Array, received "a.npz"',
    );
    await expect(readNpz(zip([]), { allowPickle: true } as never)).rejects.toThrow(
      "Cannot read npz: unknown option `allowPickle`\nKnown options: name, maxBytes, signal.",
    );
  });
});
