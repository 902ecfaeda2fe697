import { clearSession } from "@hornbeam/core";
import { ones, tensor } from "@hornbeam/ops";
import { beforeEach, checkLayer, describe, expect, it } from "@hornbeam/testing";
import { EinsumDense } from "./einsum-dense.ts";

beforeEach(() => clearSession());

describe("EinsumDense", () => {
  it("keeps the layer contract", () => {
    const options = { equation: "abc,cde->abde", outputShape: [3, 2, 2], biasAxes: "de" };
    checkLayer(EinsumDense, { options, inputShape: [2, 3, 4], outputShape: [2, 3, 2, 2], weights: 2 });
  });
  it("keeps it with an ellipsis on either side", () => {
    const left = { equation: "...x,xy->...y", outputShape: 3, biasAxes: "y" };
    checkLayer(EinsumDense, { options: left, inputShape: [2, 5, 4], outputShape: [2, 5, 3], weights: 2 });
    const right = { equation: "ab...,bc->ac...", outputShape: 3, biasAxes: "c" };
    checkLayer(EinsumDense, { options: right, inputShape: [2, 4, 5], outputShape: [2, 3, 5], weights: 2 });
  });

  it("computes activation(einsum(equation, x, kernel) + bias)", () => {
    using layer = new EinsumDense({
      equation: "abc,cd->abd",
      outputShape: [null, 1],
      biasAxes: "d",
      activation: "relu",
    });
    layer.build([null, 2, 2]);
    layer.setWeights([[[1], [-1]], [0.5]]);
    expect(
      layer(
        tensor([
          [
            [3, 1],
            [1, 3],
          ],
        ]),
      ),
    ).toBeClose([[[2.5], [0]]]);
  });
  it("spreads the bias over the axes behind its first", () => {
    using layer = new EinsumDense({ equation: "abc,cd->abd", outputShape: [2, 3], biasAxes: "b" });
    layer.build([null, 2, 4]);
    expect(layer.weights.map(({ shape }) => shape)).toEqual([
      [4, 3],
      [2, 1],
    ]);
  });
  it("counts fans along the axes that the equation names", () => {
    using layer = new EinsumDense({ equation: "abc,cde->abde", outputShape: [null, 30, 20] });
    layer.build([null, 2, 10]);
    const limit = Math.sqrt(6 / (10 + 600));
    const values = [...(layer.getWeights()[0]!.data as Float32Array)].map(Math.abs);
    expect(Math.max(...values)).toBeLessThanOrEqual(limit);
    expect(Math.max(...values)).toBeGreaterThan(0.95 * limit);
  });
  it("trains low-rank additions in the place of the kernel", () => {
    using layer = new EinsumDense({ equation: "ab,bc->ac", outputShape: 3, loraRank: 2 });
    layer(ones([1, 4]));
    expect(layer.trainableWeights.map(({ name, shape }) => [name, shape])).toEqual([
      ["lora_kernel_a", [4, 2]],
      ["lora_kernel_b", [2, 3]],
    ]);
  });

  it("refuses inputs with more or fewer axes than letters", () => {
    const layer = new EinsumDense({ equation: "abc,cd->abd", outputShape: [null, 3], name: "e" });
    expect(() => layer(ones([2, 4]))).toThrow(
      'Cannot build EinsumDense "e": the input must have 3 axes, one for each letter of "abc", received shape [2, 4]',
    );
  });
  it("refuses equations of other forms, and letters that come from nowhere", () => {
    expect(() => new EinsumDense({ equation: "ab->ba", outputShape: 3 })).toThrow(
      'Cannot create EinsumDense: `equation` must be in the form [X],[Y]->[Z], ...[X],[Y]->...[Z], or [X]...,[Y]->[Z]..., received "ab->ba"',
    );
    expect(() => new EinsumDense({ equation: "ab,bc->ad", outputShape: 3 })).toThrow(
      "Cannot create EinsumDense: dimension 'd' of the output must be one of the input or the kernel, received \"ab,bc->ad\"",
    );
    expect(() => new EinsumDense({ equation: "ab,bcz->ac", outputShape: 3 })).toThrow("dimension 'z' of the kernel");
    expect(() => new EinsumDense({ equation: "ab,bc->ac", outputShape: 3, biasAxes: "z" })).toThrow(
      "Cannot create EinsumDense: dimension 'z' of `biasAxes` must be one of the output, received \"z\"",
    );
  });
  it("refuses two sizes for one axis, and unknown sizes of the kernel", () => {
    const layer = new EinsumDense({ equation: "abc,cd->abd", outputShape: [5, 3] });
    expect(() => layer.build([null, 2, 4])).toThrow(
      'Cannot build EinsumDense "einsum_dense": input and output must have one size for "b" (Input shape and output shape do not match at shared dimension \'b\'), received [2, 5]',
    );
    expect(() => new EinsumDense({ equation: "ab,bc->ac", outputShape: 3 }).build([null, null])).toThrow(
      'Cannot build EinsumDense "einsum_dense_1": the size of "b" must be known, received null',
    );
  });
});
