import { describe, expect, it } from "@hornbeam/testing";
import { BinaryFocalCrossentropy, binaryFocalCrossentropy } from "./binary-focal-crossentropy.ts";

describe("BinaryFocalCrossentropy", () => {
  it("weighs the crossentropy by the square of what is missing", () => {
    expect(binaryFocalCrossentropy([[0, 1]], [[0.5, 0.5]])).toBeClose([0.25 * Math.log(2)]);
    expect(new BinaryFocalCrossentropy()([[0, 1]], [[0.5, 0.5]])).toBeClose(0.25 * Math.log(2));
  });
  it("is the crossentropy with gamma 0", () => {
    expect(binaryFocalCrossentropy([[1]], [[0.25]], { gamma: 0 })).toBeClose([Math.log(4)]);
  });
  it("balances the classes", () => {
    // 1 weighs ¼ and 0 weighs ¾
    expect(binaryFocalCrossentropy([[1]], [[0.5]], { applyClassBalancing: true })).toBeClose([Math.log(2) / 16]);
    expect(binaryFocalCrossentropy([[0]], [[0.5]], { applyClassBalancing: true })).toBeClose([(3 * Math.log(2)) / 16]);
  });
  it("takes logits", () => {
    expect(new BinaryFocalCrossentropy({ fromLogits: true })([[0, 1]], [[0, 0]])).toBeClose(0.25 * Math.log(2));
  });
});
