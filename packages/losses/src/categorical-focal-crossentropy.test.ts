import { describe, expect, it } from "@hornbeam/testing";
import { CategoricalFocalCrossentropy, categoricalFocalCrossentropy } from "./categorical-focal-crossentropy.ts";

describe("CategoricalFocalCrossentropy", () => {
  it("weighs the crossentropy by alpha and the square of what is missing", () => {
    const expected = 0.25 * 0.25 * Math.log(2);
    expect(categoricalFocalCrossentropy([[0, 1]], [[0.5, 0.5]])).toBeClose([expected]);
    expect(new CategoricalFocalCrossentropy({ fromLogits: true })([[0, 1]], [[0, 0]])).toBeClose(expected);
  });
  it("takes a weight a class", () => {
    expect(categoricalFocalCrossentropy([[0, 1]], [[0.5, 0.5]], { alpha: [1, 2], gamma: 0 })).toBeClose([
      2 * Math.log(2),
    ]);
  });
  it("refuses other weights", () => {
    expect(() => new CategoricalFocalCrossentropy({ alpha: "all" as never })).toThrow(
      'Cannot create CategoricalFocalCrossentropy: `alpha` must be a number or a list of numbers, received "all"',
    );
  });
});
