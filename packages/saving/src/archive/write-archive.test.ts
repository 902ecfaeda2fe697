import { strFromU8, unzipSync } from "fflate";
import { expect, it } from "vitest";
import { readArchive } from "./read-archive.ts";
import { archiveImage, writeArchive } from "./write-archive.ts";

it("stores members that other readers find", () => {
  const bytes = writeArchive([
    ["one", new TextEncoder().encode("1")],
    ["folder/zwölf.txt", new TextEncoder().encode("12")],
    ["empty", new Uint8Array(0)],
  ]);
  const found = unzipSync(bytes);
  expect(Object.keys(found)).toEqual(["one", "folder/zwölf.txt", "empty"]);
  expect(strFromU8(found["folder/zwölf.txt"]!)).toBe("12");
});

it("puts every member at a multiple of 8, whatever comes before it", () => {
  for (let length = 0; length < 9; length++) {
    const bytes = writeArchive([
      ["x".repeat(length + 1), new Uint8Array(length)],
      ["model.weights.h5", new Uint8Array(3)],
      ["last", new Uint8Array(1)],
    ]);
    for (const { name, read } of readArchive(bytes).values()) expect([name, read().byteOffset % 8]).toEqual([name, 0]);
  }
});

it("gives the same bytes for the same members", () => {
  const write = () => writeArchive([["a", Uint8Array.of(1, 2, 3)]]);
  expect(write()).toEqual(write());
});

it("has wide numbers where it is asked for them", () => {
  const bytes = writeArchive(
    [
      ["one", Uint8Array.of(1)],
      ["folder/two", Uint8Array.of(1, 2)],
    ],
    { zip64: true },
  );
  expect(unzipSync(bytes)["folder/two"]).toEqual(Uint8Array.of(1, 2));
  const members = readArchive(bytes);
  expect([...members.keys()]).toEqual(["one", "folder/two"]);
  expect(members.get("folder/two")!.read()).toEqual(Uint8Array.of(1, 2));
  expect(members.get("folder/two")!.read().byteOffset % 8).toBe(0);
});

it("has wide numbers from 65535 members on", () => {
  const members = Array.from({ length: 65_535 }, (_, i) => [String(i), new Uint8Array(0)] as const);
  expect(readArchive(writeArchive(members)).size).toBe(65_535);
});

it("tells where members beyond 4 GiB are, without holding them", () => {
  // only headers are looked at: the content is never asked for
  const large = { length: 2 ** 32 + 8, pieces: () => [] };
  const { length } = archiveImage([["large", large], ["small", Uint8Array.of(7)]]); // biome-ignore format: one line
  expect(length).toBe(2 ** 32 + 8 + 1 + 2 * (30 + 5 + 20 + 9 + 46 + 5 + 28) + 76 + 22);
});

it("can be written front to back: an archive in an archive", () => {
  const inner = archiveImage([["a", Uint8Array.of(1, 2, 3)]], { inOrder: true });
  const bytes = writeArchive([["inner.npz", inner]]);
  expect(readArchive(readArchive(bytes).get("inner.npz")!.read()).get("a")!.read()).toEqual(Uint8Array.of(1, 2, 3));
});
