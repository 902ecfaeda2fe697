import { strToU8 } from "fflate";
import { expect, it } from "vitest";
import { refusalOf } from "../hdf5/fixtures/refusal-of.ts";
import { readKerasArchive, writeKerasArchive } from "./keras-archive.ts";
import { readArchive } from "./read-archive.ts";
import { writeArchive } from "./write-archive.ts";

const weights = Uint8Array.of(1, 2, 3);

it("writes Keras' members in Keras' order, and reads them back", () => {
  const assets = new Map([["layers/lookup/vocabulary.txt", strToU8("a\nb")]]);
  const date = new Date(2025, 0, 31, 12, 5, 9);
  const bytes = writeKerasArchive({ config: '{"ü": 1}', weights, assets, date });
  const members = readArchive(bytes);
  expect([...members.keys()]).toEqual([
    "metadata.json",
    "config.json",
    "model.weights.h5",
    "assets/layers/lookup/vocabulary.txt",
  ]);
  expect(new TextDecoder().decode(members.get("metadata.json")?.read())).toBe(
    '{"keras_version":"3.15.1","date_saved":"2025-01-31@12:05:09"}',
  );
  const archive = readKerasArchive(bytes);
  expect(archive.config).toBe('{"ü": 1}');
  expect(archive.weights).toEqual(weights);
  expect(archive.assets.get("layers/lookup/vocabulary.txt")?.()).toEqual(strToU8("a\nb"));
});

it("passes over a byte order mark, and does not look at the metadata", () => {
  const bytes = writeArchive([
    ["metadata.json", strToU8("{ no json")],
    ["config.json", Uint8Array.of(0xef, 0xbb, 0xbf, 0x7b, 0x7d)],
    ["model.weights.h5", weights],
  ]);
  expect(readKerasArchive(bytes).config).toBe("{}");
});

it("refuses an archive that lacks a part, or whose config is no text", () => {
  expect(refusalOf(() => readKerasArchive(writeArchive([["model.weights.h5", weights]])))).toBe(
    'Cannot read .keras archive: it must have the member "config.json", which is missing',
  );
  expect(refusalOf(() => readKerasArchive(writeArchive([["config.json", strToU8("{}")]])))).toBe(
    'Cannot read .keras archive: it must have the member "model.weights.h5", which is missing',
  );
  const bytes = writeArchive([
    ["config.json", Uint8Array.of(0x22, 0xff, 0x22)],
    ["model.weights.h5", weights],
  ]);
  expect(refusalOf(() => readKerasArchive(bytes))).toBe(
    'Cannot read .keras archive: "config.json" must be UTF-8 text, its encoding is invalid',
  );
});

it("moves weights to where their numbers can be used, in bytes that may be changed", () => {
  const members = (name: string) =>
    writeArchive([
      [name, strToU8("x")],
      ["config.json", strToU8("{}")],
      ["model.weights.h5", weights],
      ["assets/a.txt", strToU8("abc")],
    ]);
  for (let shift = 0; shift < 8; shift++) {
    // written at multiples of 8: behind some bytes they are not any more
    const bytes = new Uint8Array(members("m.json").length + shift).subarray(shift);
    bytes.set(members("m.json"));
    const before = bytes.slice();
    expect(readKerasArchive(bytes).weights).toEqual(weights);
    expect(bytes).toEqual(before);
    const { weights: moved, assets } = readKerasArchive(bytes, { movable: true });
    expect([moved, moved.byteOffset % 8, moved.buffer === bytes.buffer]).toEqual([weights, 0, true]);
    expect(assets.get("a.txt")?.()).toEqual(strToU8("abc"));
  }
});
