import { clearSession } from "@hornbeam/core";
import { ones, tensor } from "@hornbeam/ops";
import { beforeEach, checkLayer, describe, expect, it } from "@hornbeam/testing";
import { UpSampling2D } from "./up-sampling2d.ts";

beforeEach(() => clearSession());

describe("UpSampling2D", () => {
  it.each(["nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"] as const)(
    "keeps the layer contract, %s",
    (interpolation) => {
      const options = { size: [2, 3], interpolation };
      checkLayer(UpSampling2D, { options, inputShape: [2, 3, 2, 2], outputShape: [2, 6, 6, 2] });
      const first = { ...options, dataFormat: "channels_first" };
      checkLayer(UpSampling2D, { options: first, inputShape: [2, 2, 3, 2], outputShape: [2, 2, 6, 6] });
    },
  );
  it("repeats pixels, or blends them", () => {
    const x = tensor([[[[0], [4]]]]);
    expect(new UpSampling2D()(x)).toBeClose([
      [
        [[0], [0], [4], [4]],
        [[0], [0], [4], [4]],
      ],
    ]);
    expect(new UpSampling2D({ size: [1, 2], interpolation: "bilinear" })(x)).toBeClose([[[[0], [1], [3], [4]]]]);
  });
  it("leaves an even picture even", () => {
    for (const interpolation of ["bicubic", "lanczos3", "lanczos5"] as const)
      expect(new UpSampling2D({ size: 3, interpolation })(ones([1, 3, 2, 1]))).toBeClose(ones([1, 9, 6, 1]));
  });
  it("refuses other ways and other places of the channels", () => {
    expect(() => new UpSampling2D({ interpolation: "cubic" as never })).toThrow(
      'Cannot create UpSampling2D: `interpolation` must be one of "nearest", "bilinear", "bicubic", "lanczos3", "lanczos5", received "cubic"',
    );
    expect(() => new UpSampling2D({ dataFormat: "channels_middle" as never })).toThrow("channels_middle");
  });
});
