import { describe, expect, it } from "@hornbeam/testing";
import { Accuracy } from "./accuracy.ts";

describe("Accuracy", () => {
  it("is the share of predictions that equal the labels", () => {
    expect(new Accuracy()([1, 2, 3, 4], [0, 2, 3, 4])).toBeClose(0.75);
    expect(new Accuracy()([[1], [2]], [1, 3])).toBeClose(0.5);
    expect(new Accuracy()([1, 2, 3, 4], [0, 2, 3, 4], { sampleWeight: [1, 1, 0, 0] })).toBeClose(0.5);
  });
});
