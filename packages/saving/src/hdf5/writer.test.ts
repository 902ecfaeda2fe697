import type { DType, Storage } from "@hornbeam/core";
import { describe, expect, it } from "vitest";
import { readHdf5 } from "./reader.ts";
import { hdf5Dataset, hdf5Group } from "./sources.ts";
import type { Hdf5Array, Hdf5Dataset, Hdf5Group, Hdf5GroupSource, Hdf5Value } from "./types.ts";
import { writeHdf5 } from "./writer.ts";

const array = (dtype: DType, data: Storage, shape: readonly number[] = [data.length]): Hdf5Array => ({
  dtype,
  shape,
  data,
});
const back = (root: Hdf5GroupSource) => readHdf5(writeHdf5(root));
const dataset = (root: Hdf5Group, name: string) => root.entries.get(name) as Hdf5Dataset;
const withAttribute = (value: Hdf5Value) => hdf5Group([], [["a", value]]);

const numbers: [DType, Storage][] = [
  ["float16", Float32Array.of(0.5, -65504, 2 ** -24)],
  ["bfloat16", Float32Array.of(1, -3.140625, 2 ** 127)],
  ["float32", Float32Array.of(1.1, NaN, -0, Infinity)],
  ["float64", Float64Array.of(Math.PI, 5e-324)],
  ["int8", Int8Array.of(-128, 127)],
  ["int16", Int16Array.of(-32768, 32767)],
  ["int32", Int32Array.of(-(2 ** 31), 2 ** 31 - 1)],
  ["int64", BigInt64Array.of(-(2n ** 63n), 2n ** 63n - 1n)],
  ["uint8", Uint8Array.of(0, 255)],
  ["uint16", Uint16Array.of(0, 65535)],
  ["uint32", Uint32Array.of(0, 2 ** 32 - 1)],
  ["uint64", BigUint64Array.of(0n, 2n ** 64n - 1n)],
  ["bool", Uint8Array.of(1, 0)],
  ["string", ["", "漢字", "a".repeat(5000)]],
];

describe("writeHdf5", () => {
  it.each(numbers)("writes datasets of %s that read back exactly", (dtype, data) => {
    const root = back(hdf5Group([["x", hdf5Dataset(array(dtype, data))]]));
    const { attributes } = dataset(root, "x");
    expect(dataset(root, "x").read()).toEqual(array(dtype, data));
    expect([...attributes]).toEqual(dtype === "bfloat16" ? [["dtype", "bfloat16"]] : []);
  });

  it.each(numbers.filter(([dtype]) => dtype !== "bfloat16"))(
    "writes attributes of %s that read back exactly",
    (dtype, data) => {
      expect(back(withAttribute(array(dtype, data))).attributes.get("a")).toEqual(array(dtype, data));
    },
  );

  it("keeps scalars, empty shapes and higher ranks", () => {
    const root = back(
      hdf5Group([
        ["scalar", hdf5Dataset(array("int64", BigInt64Array.of(7n), []))],
        ["empty", hdf5Dataset(array("float32", new Float32Array(0), [0, 3]))],
        ["cube", hdf5Dataset(array("uint8", Uint8Array.of(1, 2, 3, 4, 5, 6), [1, 2, 3]))],
      ]),
    );
    expect(dataset(root, "scalar").read()).toEqual(array("int64", BigInt64Array.of(7n), []));
    expect(dataset(root, "empty").read()).toEqual(array("float32", new Float32Array(0), [0, 3]));
    expect(dataset(root, "cube").shape).toEqual([1, 2, 3]);
  });

  it.each<Hdf5Value>(["täxt", "", 1.5, -0, 5n, true, false, null])("writes the scalar attribute %s", (value) => {
    expect(back(withAttribute(value)).attributes.get("a")).toBe(value);
  });

  it("keeps the length of texts that have a fixed one", () => {
    const names: Hdf5Array = { dtype: "string", shape: [2], data: ["kernel", "é"], itemSize: 6 };
    const root = back(hdf5Group([["x", hdf5Dataset(names)]], [["weight_names", names]]));
    expect([root.attributes.get("weight_names"), dataset(root, "x").read()]).toEqual([names, names]);
  });

  it("writes a text attribute of a megabyte, and many that share collections", () => {
    const config = JSON.stringify({ layers: "é".repeat(500_000) });
    const names = Array.from({ length: 3000 }, (_, i): [string, string] => [`name${i}`, `layer_${i}`.repeat(i % 20)]);
    const root = back(hdf5Group([], [["model_config", config], ...names]));
    expect(root.attributes.get("model_config")).toBe(config);
    expect([...root.attributes].slice(1)).toEqual(names);
  });

  it.each([0, 1, 8, 9, 256, 257, 8193])(
    "writes a group of %i members, which come back sorted by their bytes",
    (count) => {
      const names = Array.from({ length: count }, (_, i) => `${(i * 7919) % 10_007}`);
      const root = back(hdf5Group(names.map((name) => [name, hdf5Group()])));
      expect([...root.entries.keys()]).toEqual(names.toSorted());
    },
  );

  it("writes what was read, byte for byte the same the second time", () => {
    const source = hdf5Group(
      [["vars", hdf5Group([["0", hdf5Dataset(array("float32", Float32Array.of(1, 2)))]], [["name", "dense"]])]],
      [["keras_version", "3.15.1"]],
    );
    const bytes = writeHdf5(source);
    expect(writeHdf5(readHdf5(bytes))).toEqual(bytes);
  });

  it("copies data once, to places where they are read as views", () => {
    const data = Float64Array.of(1, 2, 3);
    const bytes = writeHdf5(
      hdf5Group([
        ["odd", hdf5Dataset(array("int8", Int8Array.of(1)))],
        ["x", hdf5Dataset(array("float64", data))],
      ]),
    );
    const read = dataset(readHdf5(bytes), "x").read().data as Float64Array;
    expect(read.buffer).toBe(bytes.buffer);
    expect(read).toEqual(data);
  });

  it("names members and attributes __proto__ without touching prototypes", () => {
    const root = back(hdf5Group([["__proto__", hdf5Group([], [["constructor", "x"]])]], [["__proto__", 1]]));
    expect(root.entries.get("__proto__")?.attributes.get("constructor")).toBe("x");
    expect(root.attributes.get("__proto__")).toBe(1);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it("refuses what the format cannot hold", () => {
    const one = hdf5Dataset(array("float32", Float32Array.of(1)));
    expect(() => writeHdf5(hdf5Group([["a/b", one]]))).toThrow(
      'Cannot write HDF5 group "/": a name must not be empty, "." or hold a slash, received "a/b"',
    );
    expect(() => writeHdf5(withAttribute("a\0b"))).toThrow(
      'Cannot write attribute "a" of HDF5 group "/": a text must be well-formed Unicode without zero characters, ' +
        'received "a\\u0000b"',
    );
    expect(() => writeHdf5(withAttribute(array("float64", new Float64Array(9000))))).toThrow(
      'Cannot write attribute "a" of HDF5 group "/": an attribute must not need more than 65528 bytes, received 72056\n' +
        "Keep it in a dataset, or split it: Keras calls the parts name0, name1, …",
    );
    expect(() => writeHdf5(hdf5Group([["x", hdf5Dataset(array("float32", Float32Array.of(1), [2]))]]))).toThrow(
      'Cannot write HDF5 dataset "/x": the data must have the 2 elements of shape [2], received 1',
    );
    expect(() => writeHdf5(hdf5Group([["x", hdf5Dataset(array("float32", Float64Array.of(1)))]]))).toThrow(
      'Cannot write HDF5 dataset "/x": the data must be storage of dtype float32, received Float64Array(1)',
    );
    expect(() => writeHdf5(withAttribute(array("bfloat16", Float32Array.of(1))))).toThrow(
      'Cannot write attribute "a" of HDF5 group "/": an attribute must not be of dtype bfloat16, which only datasets ' +
        "can be marked as",
    );
    const short: Hdf5Array = { dtype: "string", shape: [1], data: ["long"], itemSize: 3 };
    expect(() => writeHdf5(withAttribute(short))).toThrow(
      'Cannot write attribute "a" of HDF5 group "/": each text must have at most 3 bytes, as `itemSize` says, ' +
        'received "long"',
    );
  });

  it("refuses a group that holds itself", () => {
    const entries = new Map<string, Hdf5GroupSource>();
    const root: Hdf5GroupSource = { kind: "group", attributes: new Map(), entries };
    entries.set("a", root);
    expect(() => writeHdf5(root)).toThrow("groups must not nest more than 64 deep, received 65");
  });
});
