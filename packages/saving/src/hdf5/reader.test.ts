import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readHdf5 } from "./reader.ts";
import type { Hdf5Array, Hdf5Dataset, Hdf5Group, Hdf5Value } from "./types.ts";

interface ExpectedValue {
  dtype: string;
  shape: number[];
  values: (number | string | boolean)[];
}
interface ExpectedNode {
  attributes: Record<string, ExpectedValue | null>;
  entries?: Record<string, ExpectedNode>;
  value?: ExpectedValue;
}

const folder = new URL("fixtures/", import.meta.url);
const bytesOf = (file: string) => new Uint8Array(readFileSync(new URL(file, folder)));
const cases = readFileSync(new URL("expected.jsonl", folder), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as { file: string; root: ExpectedNode });

/** A number as fixtures/make.py writes it. */
function plain(x: number | bigint | string, dtype: string): number | string | boolean {
  if (typeof x === "string") return x;
  if (dtype === "bool") return x === 1;
  if (typeof x === "bigint") return x > 2n ** 53n || x < -(2n ** 53n) ? String(x) : Number(x);
  return Number.isFinite(x)
    ? x
    : ({ Infinity: "inf", "-Infinity": "-inf", NaN: "nan" } as Record<string, string>)[`${x}`]!;
}

function checkArray(array: Hdf5Array, { dtype, shape, values }: ExpectedValue, where: string): void {
  // NumPy has no bfloat16: the script widens it, as we do
  expect([where, array.dtype === "bfloat16" ? "float32" : array.dtype, array.shape]).toEqual([where, dtype, shape]);
  expect([where, Array.from(array.data as ArrayLike<number>, (x) => plain(x, dtype))]).toEqual([where, values]);
}

function checkAttribute(value: Hdf5Value | undefined, expected: ExpectedValue | null, where: string): void {
  if (expected === null || value === null) expect([where, value]).toEqual([where, expected]);
  else if (typeof value === "object") checkArray(value, expected, where);
  else {
    const scalar = typeof value === "boolean" ? value : plain(value as number, expected.dtype);
    expect([where, [], [scalar]]).toEqual([where, expected.shape, expected.values]);
  }
}

function checkNode(node: Hdf5Group | Hdf5Dataset, expected: ExpectedNode, where: string): void {
  expect([where, [...node.attributes.keys()].sort()]).toEqual([where, Object.keys(expected.attributes).sort()]);
  for (const [name, value] of Object.entries(expected.attributes)) {
    checkAttribute(node.attributes.get(name), value, `${where}@${name}`);
  }
  if (node.kind === "dataset") {
    expect(node.shape).toEqual(expected.value!.shape);
    checkArray(node.read(), expected.value!, where);
    return;
  }
  expect([where, [...node.entries.keys()]]).toEqual([where, Object.keys(expected.entries!)]);
  for (const [name, entry] of node.entries) checkNode(entry, expected.entries![name]!, `${where}/${name}`);
}

describe("readHdf5", () => {
  it("has an expectation for every file that h5py made", () => {
    const files = readdirSync(folder).filter((name) => name.endsWith(".h5"));
    expect([...cases.map(({ file }) => file), "extensible-pages.h5"].sort()).toEqual(files.sort());
  });

  it.each(cases)("reads $file as h5py does, in every attribute and dataset", ({ file, root }) => {
    checkNode(readHdf5(bytesOf(file)), root, file);
  });

  it("finds chunks in data blocks of several pages, some of which were never written", () => {
    const { data } = (readHdf5(bytesOf("extensible-pages.h5")).entries.get("x") as Hdf5Dataset).read();
    const written = Array.from(data as Float32Array, (value, i) => [i, value]).filter(([, value]) => value !== -5);
    expect(written).toEqual([0, 19, 20, 131_071, 131_075, 131_076, 132_100, 139_999].map((i) => [i, i]));
    expect(data.length).toBe(140_000);
  });

  it("gives views of aligned data, and copies of others", () => {
    const bytes = bytesOf("types-earliest.h5");
    const aligned = (readHdf5(bytes).entries.get("i1") as Hdf5Dataset).read();
    expect((aligned.data as Int8Array).buffer).toBe(bytes.buffer);
    const shifted = new Uint8Array(bytes.length + 1);
    shifted.set(bytes, 1);
    const moved = (readHdf5(shifted.subarray(1)).entries.get("f4") as Hdf5Dataset).read();
    expect((moved.data as Float32Array).buffer).not.toBe(shifted.buffer);
    expect([...(moved.data as Float32Array)]).toEqual([0, 1, 2, 100, 64, 3]);
  });

  it("reads a Node Buffer, whose slice does not copy, without changing it", () => {
    const buffer = Buffer.from(bytesOf("types-earliest.h5"));
    const before = Buffer.from(buffer);
    const entry = readHdf5(buffer).entries.get("be_f4") as Hdf5Dataset;
    expect([...(entry.read().data as Float32Array)]).toEqual([0, 1, 2, 100, 64, 3]);
    expect(buffer.equals(before)).toBe(true);
  });

  it("keeps the order in which members were created, where a group tracks it", () => {
    expect([...readHdf5(bytesOf("created-order.h5")).entries.keys()]).toEqual(["z", "y", "x", "a"]);
  });

  it("opens the same object for the same name, and nothing for another", () => {
    const { entries } = readHdf5(bytesOf("user-block.h5"));
    expect(entries.get("x")).toBe(entries.get("x"));
    expect([entries.get("y"), entries.has("y"), entries.size]).toEqual([undefined, false, 1]);
  });

  it("leaves a dataset's data alone until it is read", () => {
    const bytes = bytesOf("user-block.h5");
    const dataset = readHdf5(bytes).entries.get("x") as Hdf5Dataset;
    bytes.set(new Uint8Array(Float32Array.of(8).buffer), bytes.length - 8);
    expect([...(dataset.read().data as Float32Array)]).toEqual([8, 2]);
  });

  it("refuses limits that do not exist or are not numbers", () => {
    const bytes = bytesOf("user-block.h5");
    expect(() => readHdf5(bytes, { limits: { nodes: 3 } as object })).toThrow(
      "Cannot read HDF5 file: limits must be among depth, attributes, links, blocks, textBytes, expandedBytes, " +
        'received "nodes"',
    );
    expect(() => readHdf5(bytes, { limits: { depth: Number.NaN } })).toThrow(
      "Cannot read HDF5 file: `limits.depth` must be a finite number from 0, received NaN",
    );
  });
});
