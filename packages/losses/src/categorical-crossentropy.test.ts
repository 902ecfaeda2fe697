import { describe, expect, it, vi } from "@hornbeam/testing";
import { CategoricalCrossentropy, categoricalCrossentropy } from "./categorical-crossentropy.ts";

describe("CategoricalCrossentropy", () => {
  it("is minus the logarithm of the probability of the true class", () => {
    expect(categoricalCrossentropy([[0, 1]], [[0.5, 0.5]])).toBeClose([Math.log(2)]);
    expect(new CategoricalCrossentropy()([[0, 1]], [[0.5, 0.5]])).toBeClose(Math.log(2));
  });
  it("scales probabilities to sum to 1", () => {
    expect(categoricalCrossentropy([[0, 1]], [[1, 3]])).toBeClose([-Math.log(0.75)]);
  });
  it("holds probabilities within [1e-7, 1 - 1e-7]", () => {
    expect(categoricalCrossentropy([[0, 1]], [[1, 0]])).toBeClose([Math.log(1e7)]);
  });
  it("takes logits", () => {
    expect(categoricalCrossentropy([[0, 1]], [[0, 1]], { fromLogits: true })).toBeClose([Math.log1p(Math.exp(-1))]);
  });
  it("smooths labels toward all classes", () => {
    // labels 0.1 and 0.9
    const expected = -(0.1 * Math.log(0.25) + 0.9 * Math.log(0.75));
    expect(categoricalCrossentropy([[0, 1]], [[0.25, 0.75]], { labelSmoothing: 0.2 })).toBeClose([expected]);
  });
  it("warns of a single class", () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    categoricalCrossentropy([[1]], [[0.5]]);
    expect(warn).toHaveBeenCalledWith(
      "categoricalCrossentropy expects predictions of shape [batch, ..., classes] with more than one class, received [1, 1]. For two classes in one number, use binaryCrossentropy.",
    );
    warn.mockRestore();
  });
});
