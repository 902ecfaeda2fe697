import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { messageType } from "./_message-type.ts";
import { encodeHeader } from "./encode-header.ts";
import { encodeSpace, encodeType } from "./encode-type.ts";
import { Fields } from "./fields.ts";
import { contiguous, craft, float32, hardLink, message, shaped } from "./fixtures/craft.ts";
import { refusalOf } from "./fixtures/refusal-of.ts";
import type { Hdf5Limits } from "./limits.ts";
import { readHdf5 } from "./reader.ts";
import { hdf5Group } from "./sources.ts";
import type { Hdf5Dataset, Hdf5Group } from "./types.ts";
import { writeHdf5 } from "./writer.ts";

const readX = (bytes: Uint8Array) => (readHdf5(bytes).entries.get("x") as Hdf5Dataset).read();
const open = (bytes: Uint8Array, limits: Partial<Hdf5Limits> = {}) => readHdf5(bytes, { limits });
const six = new Uint8Array(Float32Array.of(1, 2, 3, 4, 5, 6).buffer);

describe("a file of hostile structure", () => {
  it("whose group holds itself is refused there, and read elsewhere", () => {
    const bytes = craft((space) => {
      const data = space.add(six);
      const dataset = space.add(encodeHeader([shaped(3, 2), float32, contiguous(data, 24)], "x"));
      return space.add(encodeHeader([hardLink("x", dataset), hardLink("back", space.end)], "root"));
    });
    expect(readX(bytes).shape).toEqual([3, 2]);
    expect(refusalOf(() => open(bytes).entries.get("back"))).toBe(
      'Cannot read HDF5 object "/back": a group must not hold itself, its links form a cycle, received "/"',
    );
  });

  it("whose groups nest too deep is refused at the limit", () => {
    let root = hdf5Group();
    for (let i = 0; i < 40; i++) root = hdf5Group([["g", root]]);
    const descend = (group: Hdf5Group): void => {
      const next = group.entries.get("g");
      if (next?.kind === "group") descend(next);
    };
    const bytes = writeHdf5(root);
    descend(open(bytes));
    expect(refusalOf(() => descend(open(bytes, { depth: 39 })))).toBe(
      `Cannot read HDF5 object "${"/g".repeat(40)}": groups must not nest more than 39 deep (limit depth), received 40`,
    );
  });

  it("whose links multiply at each level is refused before they are all followed", () => {
    const bytes = craft((space) => {
      let below = space.add(encodeHeader([hardLink("end", 96)], "leaf"));
      for (let level = 0; level < 12; level++) {
        const links = Array.from("abcdefghij", (name) => hardLink(name, below));
        below = space.add(encodeHeader(links, "level"));
      }
      return below;
    });
    const walk = (group: Hdf5Group): void => {
      for (const name of group.entries.keys()) {
        const entry = name === "end" ? undefined : group.entries.get(name);
        if (entry?.kind === "group") walk(entry);
      }
    };
    expect(refusalOf(() => walk(open(bytes, { links: 5000 })))).toMatch(
      /it must not declare more than 5000 members of groups \(limit links\), received 500\d$/,
    );
  });

  it("with a value that is longer than its attribute is refused for that attribute alone", () => {
    const [type, space] = [encodeType("float64"), encodeSpace([9])];
    const body = new Fields(8 + 8 + 24 + 16 + 8).u8(1, 0).u16(2, type.length, space.length);
    const messages = [message(messageType.attribute, body.text("a").skip(7).put(type, 8).put(space, 8).bytes)];
    const bytes = craft((at) => at.add(encodeHeader([...messages, hardLink("x", 96)], "root")));
    const { attributes } = open(bytes);
    expect([...attributes.keys()]).toEqual(["a"]);
    expect(refusalOf(() => attributes.get("a"))).toBe(
      'Cannot read attribute "a" of HDF5 group "/": the attribute message must have 72 more bytes, ' +
        "not end beyond its block or the file, received 8",
    );
  });

  it("whose texts point to one long text again and again is refused at the limit", () => {
    const bytes = writeHdf5(
      hdf5Group([], [["a", { dtype: "string", shape: [3], data: ["long".repeat(100), "b", "c"] }]]),
    );
    const place = bytes.findIndex((_, i) => String.fromCharCode(...bytes.subarray(i, i + 4)) === "GCOL");
    // the reference of the first text, wherever it stands, over those of the others
    const view = new DataView(bytes.buffer);
    let at = place;
    while (!(view.getUint32(at, true) === 400 && view.getUint32(at + 4, true) === place)) at++;
    for (const other of [16, 32]) bytes.copyWithin(at + other, at, at + 16);
    const value = open(bytes).attributes.get("a") as { data: string[] };
    expect(value.data[2]).toBe("long".repeat(100));
    expect(refusalOf(() => open(bytes, { textBytes: 1000 }).attributes.get("a"))).toBe(
      'Cannot read attribute "a" of HDF5 group "/": it must not declare more than 1000 bytes of text (limit textBytes), ' +
        "received 1248",
    );
  });

  it("with text that is not UTF-8 is refused", () => {
    const bytes = writeHdf5(hdf5Group([], [["a", { dtype: "string", shape: [1], data: ["~~~~"], itemSize: 4 }]]));
    bytes.fill(0xff, bytes.indexOf(0x7e), bytes.indexOf(0x7e) + 1);
    expect(refusalOf(() => open(bytes).attributes.get("a"))).toBe(
      'Cannot read attribute "a" of HDF5 group "/": text must be valid UTF-8, received Uint8Array(4)',
    );
  });

  it("of the later format with any bit of its superblock or root header changed is refused by a checksum", () => {
    const bytes = new Uint8Array(readFileSync(new URL("fixtures/created-order.h5", import.meta.url)));
    for (let at = 16; at < 48; at++) {
      const changed = Uint8Array.from(bytes, (byte, i) => (i === at ? byte ^ 16 : byte));
      expect(refusalOf(() => [...open(changed).entries])).toMatch(/checksum|base address|too large|root group/);
    }
    const root = Uint8Array.from(bytes, (byte, i) => (i === 48 + 30 ? byte ^ 1 : byte));
    expect(refusalOf(() => open(root))).toMatch(
      /^Cannot read HDF5 file: the checksum of the object header must be \d+/,
    );
  });

  it("whose tree points to itself is refused", () => {
    const names = Array.from({ length: 300 }, (_, i) => `${i}`);
    const bytes = writeHdf5(hdf5Group(names.map((name) => [name, hdf5Group()])));
    const view = new DataView(bytes.buffer);
    // the root's tree is of level 1: its address is in the superblock's scratch space
    const tree = Number(view.getBigUint64(80, true));
    view.setBigUint64(tree + 32 + 16, view.getBigUint64(tree + 32, true), true);
    expect(refusalOf(() => open(bytes).entries)).toBe(
      'Cannot read HDF5 group "/": a version 1 B-tree\'s node must not be reached twice, its tree has a cycle or is ' +
        `corrupt, received ${view.getBigUint64(tree + 32, true)}`,
    );
    view.setBigUint64(tree + 32, BigInt(tree), true);
    expect(refusalOf(() => open(bytes).entries)).toMatch(/must not be reached twice/);
  });
});
