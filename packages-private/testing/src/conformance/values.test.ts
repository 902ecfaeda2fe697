import { type NDArray, Slice } from "@hornbeam/core";
import { describe, expect, it } from "vitest";
import { fmix32, hashed } from "./uniform.ts";
import { ComplexArray, decode, decodeArray, ellipsis } from "./values.ts";

describe("decode", () => {
  it("makes arrays of tensors, with the words for numbers that JSON lacks", () => {
    const array = decode({ $tensor: { dtype: "float32", shape: [4], data: ["NaN", "-Infinity", -0, 1.5] } }) as NDArray;
    expect([...(array.data as Float32Array)]).toEqual([Number.NaN, -Infinity, -0, 1.5]);
    expect(decodeArray({ $tensor: { dtype: "bool", shape: [2], data: [0, 1] } }).toArray()).toEqual([false, true]);
    expect(decodeArray({ $tensor: { dtype: "string", shape: [1], data: ["ä"] } }).toArray()).toEqual(["ä"]);
    expect(decodeArray({ $fill: { dtype: "int32", shape: [2, 2], value: 7 } }).toArray()).toEqual([
      [7, 7],
      [7, 7],
    ]);
  });

  it("makes complex arrays, slices, ellipses, functions and references", () => {
    const part = { $tensor: { dtype: "float32", shape: [1], data: [1] } };
    expect(decode({ $complex: { real: part, imag: part } })).toBeInstanceOf(ComplexArray);
    expect(decode([{ $slice: [1, null, 2] }, { $ellipsis: true }, null])).toEqual([
      new Slice(1, null, 2),
      ellipsis,
      null,
    ]);
    expect(decode({ f: { $fn: "ops.add" } }, { functionOf: (name) => name.length })).toEqual({ f: 7 });
    expect(decode([{ $ref: "model" }], { referenceOf: (name) => name.toUpperCase() })).toEqual(["MODEL"]);
    expect(() => decode({ $ref: "model" })).toThrow("A case refers to model where it cannot");
  });

  it("leaves plain values alone, and takes words for numbers only where it is told to", () => {
    expect(decode({ axis: -1, padding: "same", ord: "Infinity" })).toEqual({
      axis: -1,
      padding: "same",
      ord: "Infinity",
    });
    expect(decode(["Infinity", "NaN", "same"], { words: true })).toEqual([Infinity, Number.NaN, "same"]);
  });
});

describe("hashed", () => {
  it("mixes as MurmurHash3 does at its end", () => {
    // from Python: h ^= h >> 16; h = h * 0x85ebca6b % 2**32; h ^= h >> 13; h = h * 0xc2b2ae35 % 2**32; h ^= h >> 16
    expect([0, 1, 2, 0xffffffff].map(fmix32)).toEqual([0, 1364076727, 821347078, 2180083513]);
  });

  it("spreads numbers over an interval, whole ones for int32", () => {
    const floats = hashed(1000, { seed: 3, lo: -1, hi: 1, dtype: "float32" });
    expect(Math.min(...floats)).toBeGreaterThanOrEqual(-1);
    expect(Math.max(...floats)).toBeLessThan(1);
    expect(new Set(floats).size).toBeGreaterThan(990);
    expect(floats.every((value) => Math.fround(value) === value)).toBe(true);
    expect(hashed(2, { seed: 0, lo: 0, hi: 2 ** 32, dtype: "int32" })).toEqual([0, 1364076727]);
  });
});
