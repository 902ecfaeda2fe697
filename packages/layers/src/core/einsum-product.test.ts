import { toNDArray } from "@hornbeam/core";
import { add, einsum, tensor } from "@hornbeam/ops";
import { describe, expect, it } from "@hornbeam/testing";
import { einsumProduct } from "./_einsum-product.ts";
import { EinsumDense } from "./einsum-dense.ts";

describe("an einsum as a product of matrices", () => {
  it("is one if its axes are in order and the bias goes along all new ones", () => {
    expect(einsumProduct("abc,cde->abde", "de")).toEqual({ summed: 1, fresh: 2 });
    expect(einsumProduct("abcd,cde->abe", null)).toEqual({ summed: 2, fresh: 1 });
    expect(einsumProduct("...x,xy->...y", "y")).toEqual({ summed: 1, fresh: 1 });
    for (const [equation, biasAxes] of [
      ["abc,cde->abed", "de"],
      ["abc,cde->abde", "e"],
      ["abc,dc->abd", null],
      ["abc,bd->adc", null],
      ["ab...,bc->ac...", null],
    ] as const)
      expect(einsumProduct(equation, biasAxes)).toBe(null);
  });
  it("gives what the einsum gives", () => {
    using layer = new EinsumDense({ equation: "abc,cde->abde", outputShape: [null, 2, 3], biasAxes: "de" });
    const x = tensor([[[1, -2, 0.5, 3]]]);
    const y = toNDArray(layer(x));
    layer.bias!.assign(
      tensor([
        [1, 2, 3],
        [4, 5, 6],
      ]),
    );
    expect(layer(x)).toBeClose(toNDArray(add(einsum("abc,cde->abde", x, layer.kernel), layer.bias!)));
    expect(y.shape).toEqual([1, 1, 2, 3]);
  });
});
