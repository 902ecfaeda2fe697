import { describe, expect, it } from "@hornbeam/testing";
import { Sum } from "./sum.ts";

describe("Sum", () => {
  it("is the weighted sum of all values so far", () => {
    const sum = new Sum();
    sum.updateState([
      [1, 3],
      [5, 7],
    ]);
    expect(sum([1, 2], { sampleWeight: [2, 0.5] })).toBeClose(19);
  });
});
