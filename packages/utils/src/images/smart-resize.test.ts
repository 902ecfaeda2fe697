import { memory, NDArray, ready, type Tensor, toNDArray, toTensor } from "@hornbeam/core";
import { beforeAll, describe, expect, expectTypeOf, it } from "vitest";
import { smartResize } from "./smart-resize.ts";

beforeAll(() => ready());

describe("smartResize", () => {
  const wide = NDArray.from([[[0], [10], [20], [30], [40], [50]], [[0], [10], [20], [30], [40], [50]]]); // biome-ignore format: an image

  it("takes the middle with the proportions of the size, as Keras does", () => {
    const before = memory().numTensors;
    expect(smartResize(wide, [2, 2]).toArray()).toEqual([[[20], [30]], [[20], [30]]]); // biome-ignore format: an image
    expect(smartResize(wide, [1, 2]).toArray()).toEqual([[[15], [35]]]);
    expect(memory().numTensors).toBe(before);
  });
  it("gives tensors for tensors, and takes channels first", () => {
    const first = toTensor(wide.transpose([2, 0, 1]));
    const resized = smartResize(first, [2, 2], { dataFormat: "channels_first", interpolation: "nearest" });
    expectTypeOf(resized).toEqualTypeOf<Tensor>();
    expect(toNDArray(resized).toArray()).toEqual([[[20, 30], [20, 30]]]); // biome-ignore format: an image
  });
  it("refuses lists, and other interpolations", () => {
    expect(() => smartResize([[[1]]] as never, [1, 1])).toThrow(
      "Cannot resize images: `x` must be an array or a tensor, received [[[1]]]",
    );
    expect(() => smartResize(wide, [1, 1], { interpolation: "box" as never })).toThrow(
      'Cannot resize images: `interpolation` must be one of bilinear, nearest, bicubic, lanczos3, lanczos5, received "box"',
    );
  });
});
