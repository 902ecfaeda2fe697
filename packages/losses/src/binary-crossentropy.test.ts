import { describe, expect, it } from "@hornbeam/testing";
import { BinaryCrossentropy, binaryCrossentropy } from "./binary-crossentropy.ts";

describe("BinaryCrossentropy", () => {
  it("is minus the logarithm of the probability of the truth", () => {
    expect(binaryCrossentropy([[0, 1]], [[0.5, 0.5]])).toBeClose([Math.log(2)]);
    expect(new BinaryCrossentropy()([[0, 1]], [[0.5, 0.5]])).toBeClose(Math.log(2));
  });
  it("holds probabilities within [1e-7, 1 - 1e-7]", () => {
    // made by Keras
    expect(binaryCrossentropy([[0, 1]], [[1, 0]])).toBeClose([16.0302391]);
  });
  it("takes logits", () => {
    // ln(1 + e⁰) and ln(1 + e⁻²)
    const expected = (Math.log(2) + Math.log1p(Math.exp(-2))) / 2;
    expect(binaryCrossentropy([[0, 1]], [[0, 2]], { fromLogits: true })).toBeClose([expected]);
    expect(new BinaryCrossentropy({ fromLogits: true })([[1]], [[1000]])).toBeClose(0);
  });
  it("smooths labels toward one half", () => {
    // labels 0.1 and 0.9
    const expected = -(0.9 * Math.log(0.75) + 0.1 * Math.log(0.25));
    expect(binaryCrossentropy([[0, 1]], [[0.25, 0.75]], { labelSmoothing: 0.2 })).toBeClose([expected]);
  });
  it("averages over another axis", () => {
    expect(
      binaryCrossentropy(
        [
          [0, 1],
          [0, 1],
        ],
        [
          [0.5, 0.5],
          [0.5, 0.5],
        ],
        { axis: 0 },
      ),
    ).toBeClose([Math.log(2), Math.log(2)]);
  });
  it("refuses other shapes", () => {
    expect(() => new BinaryCrossentropy()([[0, 0, 0]], [[0, 0, 0, 0]])).toThrow(
      "Cannot call ops.binaryCrossentropy: `target` and `output` must have the same shape, received shape [[1, 3], [1, 4]]",
    );
  });
});
