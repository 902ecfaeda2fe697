import { clearSession } from "@hornbeam/core";
import { tensor } from "@hornbeam/ops";
import { beforeEach, checkLayer, describe, expect, it } from "@hornbeam/testing";
import { AdaptiveAveragePooling1D } from "./adaptive-average-pooling1d.ts";
import { AdaptiveAveragePooling2D } from "./adaptive-average-pooling2d.ts";
import { AdaptiveAveragePooling3D } from "./adaptive-average-pooling3d.ts";
import { AdaptiveMaxPooling1D } from "./adaptive-max-pooling1d.ts";
import { AdaptiveMaxPooling2D } from "./adaptive-max-pooling2d.ts";
import { AdaptiveMaxPooling3D } from "./adaptive-max-pooling3d.ts";

beforeEach(() => clearSession());

describe("adaptive pooling", () => {
  it.each([
    [AdaptiveAveragePooling1D, [2, 7, 3], [2, 2, 3]],
    [AdaptiveAveragePooling2D, [2, 5, 4, 3], [2, 2, 2, 3]],
    [AdaptiveAveragePooling3D, [1, 3, 4, 2, 2], [1, 2, 2, 2, 2]],
    [AdaptiveMaxPooling1D, [2, 7, 3], [2, 2, 3]],
    [AdaptiveMaxPooling2D, [2, 5, 4, 3], [2, 2, 2, 3]],
    [AdaptiveMaxPooling3D, [1, 3, 4, 2, 2], [1, 2, 2, 2, 2]],
  ])("%o keeps the layer contract", (Class, inputShape, outputShape) => {
    // the largest element changes from one to another: differences across such a kink say nothing
    const gradients = !Class.className.includes("Max");
    checkLayer(Class, { options: { outputSize: 2 }, inputShape, outputShape, gradients });
  });

  it("has windows that overlap where the size does not divide", () => {
    // windows 0–1, 1–3 and 3–4 of five elements
    const x = tensor([[[1], [2], [6], [4], [3]]]);
    expect(new AdaptiveAveragePooling1D({ outputSize: 3 })(x)).toBeClose([[[1.5], [4], [3.5]]]);
    expect(new AdaptiveMaxPooling1D({ outputSize: 3 })(x)).toBeClose([[[2], [6], [4]]]);
  });
  it("takes a size for each axis, and channels before the axes", () => {
    const x = tensor([
      [
        [
          [1, 2],
          [3, 4],
        ],
      ],
    ]);
    const options = { outputSize: [1, 2], dataFormat: "channels_first" } as const;
    expect(new AdaptiveAveragePooling2D(options)(x)).toBeClose([[[[2, 3]]]]);
    expect(new AdaptiveMaxPooling2D(options)(x)).toBeClose([[[[3, 4]]]]);
  });
  it("refuses sizes that are not positive", () => {
    expect(() => new AdaptiveMaxPooling1D({ outputSize: 0 })).toThrow(
      "Cannot create AdaptiveMaxPooling1D: `outputSize` must be a positive integer or a list of 1, received 0",
    );
  });
});
