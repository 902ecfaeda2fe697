import { strToU8, Zip, ZipDeflate, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { refusalOf } from "../hdf5/fixtures/refusal-of.ts";
import { patched, renamed } from "./fixtures/patch-archive.ts";
import { readArchive } from "./read-archive.ts";
import { writeArchive } from "./write-archive.ts";

const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);
const two = writeArchive([
  ["a.txt", strToU8("first")],
  ["b.txt", strToU8("second")],
]);
const deflated = zipSync({ "a.txt": strToU8("ab".repeat(5000)) }, { level: 9 });

describe("readArchive", () => {
  it("reads what writeArchive wrote, without a copy, at multiples of 8", () => {
    const members = readArchive(two);
    expect([...members.keys()]).toEqual(["a.txt", "b.txt"]);
    expect(text(members.get("b.txt")?.read())).toBe("second");
    for (const { read } of members.values()) {
      expect(read().buffer).toBe(two.buffer);
      expect(read().byteOffset % 8).toBe(0);
    }
  });

  it("reads deflated members, and those of archives that were streamed", () => {
    expect(text(readArchive(deflated).get("a.txt")?.read())).toBe("ab".repeat(5000));
    const parts: Uint8Array[] = [];
    const zip = new Zip((_, part) => void parts.push(part));
    const member = new ZipDeflate("s.txt");
    zip.add(member);
    member.push(strToU8("streamed"), true);
    zip.end();
    const bytes = Uint8Array.from(parts.flatMap((part) => [...part]));
    expect(text(readArchive(bytes).get("s.txt")?.read())).toBe("streamed");
  });

  it("reads an archive that lies within other bytes", () => {
    const shifted = new Uint8Array(two.length + 3);
    shifted.set(two, 3);
    expect(text(readArchive(shifted.subarray(3)).get("a.txt")?.read())).toBe("first");
  });

  it("reads an archive of no members", () => {
    expect(readArchive(zipSync({})).size).toBe(0);
  });
});

describe("readArchive refuses", () => {
  const entryOf =
    (field: number, value: number, size: 16 | 32 = 16) =>
    (view: DataView, { entry }: { entry: number }) =>
      size === 16 ? view.setUint16(entry + field, value, true) : view.setUint32(entry + field, value, true);
  const headerOf =
    (field: number, value: number) =>
    (view: DataView, { header }: { header: number }) =>
      view.setUint32(header + field, value, true);
  const own = (message: string) => `Cannot read member "b.txt" of the archive: ${message}`;

  it.each<[string, Uint8Array, string]>([
    [
      "bytes that are no archive",
      strToU8("PK\u0003\u0004 and nothing more of any sense"),
      "Cannot read zip archive: a zip archive must end with its central directory, it is truncated or not a zip",
    ],
    [
      "an archive without its last byte",
      two.subarray(0, -1),
      "Cannot read zip archive: a zip archive must end with its central directory, it is truncated or not a zip",
    ],
    [
      "a name twice",
      renamed(two, "b.txt", "a.txt"),
      'Cannot read zip archive: the names of members must be unique, none twice, received "a.txt"',
    ],
    ["encryption", patched(two, "b.txt", entryOf(8, 1)), own("it must not be encrypted")],
    [
      "another method",
      patched(two, "b.txt", entryOf(10, 14)),
      own("it must be stored or deflated, other compression methods are not supported, received 14"),
    ],
    [
      "a symbolic link",
      patched(two, "b.txt", entryOf(38, 0xa1ff0000, 32)),
      own("it must be a file, a symbolic link is not followed"),
    ],
    [
      "a pipe",
      patched(two, "b.txt", entryOf(38, 0x11ff0000, 32)),
      own("it must be a file, devices are not supported, received 1"),
    ],
    [
      "sizes that differ where nothing is compressed",
      patched(two, "b.txt", entryOf(24, 7, 32)),
      own("it must declare no more and no less than the 6 bytes that it stores, received 7"),
    ],
    [
      "a header shared by two members",
      patched(two, "b.txt", entryOf(42, 0, 32)),
      own("it must not overlap with another member, received 0"),
    ],
    [
      "a member beyond the end",
      patched(two, "b.txt", (view, { entry }) => {
        view.setUint32(entry + 20, 5000, true);
        view.setUint32(entry + 24, 5000, true);
      }),
      own("it must not declare more bytes than the archive has for it (6); out of range, received 5000"),
    ],
    [
      "a checksum that differs in the member's own header",
      patched(two, "b.txt", headerOf(14, 1)),
      own("the checksum and the sizes in its header must be that of the central directory, one of them is corrupt"),
    ],
    [
      "a name that differs in the member's own header",
      patched(two, "b.txt", (view, { header }) => view.setUint8(header + 30, 99)),
      own("the name in its header must be that of the central directory, one of them is corrupt"),
    ],
    [
      "a zip64 size that is not there",
      patched(two, "b.txt", entryOf(24, 0xffffffff, 32)),
      own("its zip64 sizes must be there, they are missing"),
    ],
    [
      "more members than are listed",
      patched(two, "b.txt", (view, { end }) => {
        view.setUint16(end + 8, 3, true);
        view.setUint16(end + 10, 3, true);
      }),
      "Cannot read zip archive: the central directory must list 3 members, it is truncated or corrupt, received 2",
    ],
    [
      "a member that no entry lists",
      patched(two, "b.txt", (view, { end }) => {
        view.setUint16(end + 8, 1, true);
        view.setUint16(end + 10, 1, true);
      }),
      "Cannot read zip archive: the central directory must hold its members and no more, it is corrupt, received 51",
    ],
  ])("%s", (_, bytes, message) => {
    expect(refusalOf(() => readArchive(bytes))).toBe(message);
  });

  it.each(["../b", "/a/b", "a//b", "a\\bc", "C:bc", "./ab", "a\u0000bc", "a/.."])("the path %j", (name) => {
    const wide = name.padEnd(5, "x");
    const bytes = writeArchive([["abcde", strToU8("x")]]);
    const used = name.endsWith("..")
      ? renamed(writeArchive([["abcd", strToU8("x")]]), "abcd", name)
      : renamed(bytes, "abcde", wide);
    expect(refusalOf(() => readArchive(used))).toMatch(
      /^Cannot read zip archive: the path of a member must be relative and stay inside the archive, not lead outside of it; no "\.\.", backslash, drive or absolute path, received ".+"$/,
    );
  });

  it("a path that is no UTF-8", () => {
    const bytes = patched(two, "b.txt", (view, { entry, header }) => {
      view.setUint8(entry + 46, 0xff);
      view.setUint8(header + 30, 0xff);
    });
    expect(refusalOf(() => readArchive(bytes))).toBe(
      "Cannot read zip archive: the path of a member must be UTF-8 text, its encoding is invalid",
    );
  });

  it("bytes that do not have their checksum, when they are asked for", () => {
    const bytes = two.slice();
    bytes[readArchive(two).get("b.txt")!.read().byteOffset] = 0x53; // an S for the s of second
    expect(text(readArchive(bytes).get("a.txt")?.read())).toBe("first");
    expect(refusalOf(() => readArchive(bytes).get("b.txt")?.read())).toMatch(
      /^Cannot read member "b\.txt" of the archive: its checksum \(CRC-32\) must be \d+, received \d+$/,
    );
  });

  it("a member that unpacks to more, or to less, than it declares", () => {
    const declaring = (size: number) =>
      patched(deflated, "a.txt", (view, { entry, header }) => {
        view.setUint32(entry + 24, size, true);
        view.setUint32(header + 22, size, true);
      });
    const name = 'Cannot read member "a.txt" of the archive:';
    expect(refusalOf(() => readArchive(declaring(9_999)).get("a.txt")?.read())).toBe(
      `${name} it declares 9999 bytes and must not unpack to more than that`,
    );
    expect(refusalOf(() => readArchive(declaring(10_001)).get("a.txt")?.read())).toBe(
      `${name} it must unpack to the 10001 bytes that it declares, it is truncated, received 10000`,
    );
    expect(refusalOf(() => readArchive(declaring(2 ** 30)))).toMatch(
      /^Cannot read member "a\.txt" of the archive: it must not declare more than \d+ bytes for the \d+ that it stores, received 1073741824$/,
    );
  });

  describe("a zip64 end", () => {
    const wide = writeArchive([["a.txt", strToU8("x")]], { zip64: true });
    const changed = (write: (view: DataView, end: number) => void) => {
      const copy = wide.slice();
      write(new DataView(copy.buffer), copy.length - 22);
      return refusalOf(() => readArchive(copy));
    };
    it.each<[string, (view: DataView, end: number) => void, string]>([
      [
        "without a locator",
        (view, end) => view.setUint32(end - 20, 0),
        "a zip64 archive must have a locator before its end record, it is missing",
      ],
      [
        "elsewhere",
        (view, end) => view.setBigUint64(end - 12, 3n, true),
        "the zip64 end record must lie right before its locator, it is corrupt or out of range, received 3",
      ],
      [
        "that contradicts",
        (view, end) => view.setUint16(end + 10, 7, true),
        "the zip64 end record must agree with the end record, one of them is corrupt",
      ],
      [
        "of several parts",
        (view, end) => view.setUint32(end - 4, 2, true),
        "an archive of several parts is not supported",
      ],
      [
        "with a number beyond all",
        (view, end) => view.setBigUint64(end - 28, 2n ** 63n, true),
        "a zip64 number must not be that large; out of range, received 9223372036854775808n",
      ],
      [
        "with a directory beyond the archive",
        (view, end) => view.setBigUint64(end - 28, 2n ** 40n, true),
        "the central directory must lie right before its end record, it is truncated or out of range, received 1099511627776",
      ],
    ])("%s", (_, write, message) => {
      expect(changed(write)).toBe(`Cannot read zip archive: ${message}`);
    });
  });

  it("bombs: one member above the ratio, and many below it", () => {
    const zeros = new Uint8Array(24 * 2 ** 20);
    expect(refusalOf(() => readArchive(zipSync({ bomb: zeros }, { level: 9 })))).toMatch(
      /^Cannot read member "bomb" of the archive: it must not declare more than 16777216 bytes for the \d+ that it stores, received 25165824$/,
    );
    const part = zeros.subarray(0, 14 * 2 ** 20);
    const many = Object.fromEntries(["a", "b", "c", "d", "e"].map((name) => [name, part]));
    expect(refusalOf(() => readArchive(zipSync(many, { level: 9 })))).toBe(
      "Cannot read zip archive: the members together must not declare more than 67108864 bytes, received 73400320",
    );
  });
});
