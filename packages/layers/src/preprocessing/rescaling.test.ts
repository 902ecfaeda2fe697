import { NDArray } from "@hornbeam/core";
import { tensor } from "@hornbeam/ops";
import { checkLayer, describe, expect, it } from "@hornbeam/testing";
import { Rescaling } from "./rescaling.ts";

describe("Rescaling", () => {
  it("keeps the layer contract", () => {
    checkLayer(Rescaling, { options: { scale: 1 / 255 }, inputShape: [2, 3], outputShape: [2, 3] });
    checkLayer(Rescaling, { options: { scale: [2, 3], offset: [0, 1] }, inputShape: [2, 2], outputShape: [2, 2] });
  });
  it("multiplies and adds, in float32", () => {
    const pixels = NDArray.from([[0, 255]], "uint8");
    const y = new Rescaling({ scale: 1 / 127.5, offset: -1 })(pixels as never);
    expect(y).toBeClose([[-1, 1]]);
    expect(y.dtype).toBe("float32");
    expect(new Rescaling({ scale: [1, 10], offset: [0, 1] })(tensor([[1, 2]]))).toBeClose([[1, 21]]);
  });
  it("refuses what is no number", () => {
    expect(() => new Rescaling({ scale: "1" as never })).toThrow(
      'Cannot create Rescaling: `scale` must be a number or a list of numbers, received "1"',
    );
  });
});
