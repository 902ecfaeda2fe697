import { NDArray } from "@hornbeam/core";
import { describe, expect, it } from "vitest";
import { packXYSampleWeight, unpackXYSampleWeight } from "./x-y-sample-weight.ts";

const [x, y, w] = ["x", "y", "w"];

describe("packXYSampleWeight", () => {
  it("leaves out what is not there", () => {
    const array = NDArray.from([1]);
    expect(packXYSampleWeight(array)).toBe(array);
    expect(unpackXYSampleWeight(array)[0]).toBe(array);
    expect(packXYSampleWeight({ a: x })).toEqual({ a: x });
    expect(packXYSampleWeight(x, y)).toEqual([x, y]);
    expect(packXYSampleWeight(x, y, w)).toEqual([x, y, w]);
    expect(packXYSampleWeight(x, null, w)).toBe(x);
  });

  it("wraps a list of inputs", () => {
    expect(packXYSampleWeight([x, y])).toEqual([[x, y]]);
    expect(unpackXYSampleWeight([[x, y]])).toEqual([[x, y], null, null]);
  });
});

describe("unpackXYSampleWeight", () => {
  it("gives null for what is not there", () => {
    expect(unpackXYSampleWeight(x)).toEqual([x, null, null]);
    expect(unpackXYSampleWeight([x])).toEqual([x, null, null]);
    expect(unpackXYSampleWeight([x, y])).toEqual([x, y, null]);
    expect(unpackXYSampleWeight([x, y, w])).toEqual([x, y, w]);
  });

  it("refuses lists of other lengths", () => {
    const expected = "Cannot unpack data: it must be x, [x], [x, y] or [x, y, sampleWeight], received ";
    expect(() => unpackXYSampleWeight([] as never)).toThrow(`${expected}[]`);
    expect(() => unpackXYSampleWeight([1, 2, 3, 4] as never)).toThrow(`${expected}[1, 2, 3, 4]`);
  });
});
