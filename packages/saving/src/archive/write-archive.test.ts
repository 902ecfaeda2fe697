import { strFromU8, unzipSync } from "fflate";
import { expect, it } from "vitest";
import { readArchive } from "./read-archive.ts";
import { writeArchive } from "./write-archive.ts";

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
