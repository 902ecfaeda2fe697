import { describe, expect, it } from "@hornbeam/testing";
import { BinaryAccuracy, binaryAccuracy } from "./binary-accuracy.ts";

describe("BinaryAccuracy", () => {
  it("is the share of predictions on the right side of a threshold, which itself counts as 0", () => {
    expect(binaryAccuracy([1, 0, 1], [0.9, 0.2, 0.5])).toBeClose([1, 1, 0]);
    expect(new BinaryAccuracy()([[1], [1], [0], [0]], [[0.98], [1], [0], [0.6]])).toBeClose(0.75);
    expect(new BinaryAccuracy({ threshold: 0.7 })([1, 1, 0, 0], [0.98, 1, 0, 0.6])).toBeClose(1);
  });
});
