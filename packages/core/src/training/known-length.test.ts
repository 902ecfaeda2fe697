import { describe, expect, it } from "vitest";
import { knownLength } from "./known-length.ts";

describe("knownLength", () => {
  it("is what a data set says of itself", () => {
    expect(knownLength([1, 2, 3])).toBe(3);
    expect(knownLength({ length: 0 })).toBe(0);
    expect(knownLength({ size: 4, cardinality: () => 2 })).toBe(2);
    const self = {
      batches: 5,
      cardinality() {
        return this.batches;
      },
    };
    expect(knownLength(self)).toBe(5);
  });
  it("is null without an end, or where nothing is said", () => {
    expect(knownLength({ cardinality: () => Number.POSITIVE_INFINITY })).toBe(null);
    expect(knownLength({ cardinality: () => null, length: 3 })).toBe(null);
    expect(knownLength(new Set([1]))).toBe(null);
    expect(knownLength((_: number) => 1)).toBe(null);
  });
});
