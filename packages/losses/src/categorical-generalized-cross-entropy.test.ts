import { describe, expect, it } from "@hornbeam/testing";
import {
  CategoricalGeneralizedCrossEntropy,
  categoricalGeneralizedCrossEntropy,
} from "./categorical-generalized-cross-entropy.ts";

describe("CategoricalGeneralizedCrossEntropy", () => {
  it("is (1 - p^q) / q", () => {
    expect(categoricalGeneralizedCrossEntropy([1], [[0.75, 0.25]], { q: 0.5 })).toBeClose([1]);
    expect(categoricalGeneralizedCrossEntropy([1], [[0.75, 0.25]], 0.5)).toBeClose([1]);
    expect(new CategoricalGeneralizedCrossEntropy()([1], [[0.75, 0.25]])).toBeClose(1);
  });
  it("refuses a q that is not between 0 and 1", () => {
    expect(() => new CategoricalGeneralizedCrossEntropy({ q: 0 })).toThrow(
      "Cannot create CategoricalGeneralizedCrossEntropy: `q` must be a number in (0, 1), received 0",
    );
  });
});
