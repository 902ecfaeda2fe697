import { KerasTensor, NDArray, ready } from "@hornbeam/core";
import { beforeAll, describe, expect, it } from "@hornbeam/testing";
import { valuesOf } from "../../testing/values.ts";
import { extractPatches, extractPatches3d } from "./extract-patches.ts";

beforeAll(() => ready());

const image = [
  [[0], [1], [4]],
  [[9], [16], [25]],
  [[36], [49], [64]],
];

describe("extractPatches", () => {
  it("lays each patch out in the channels", () => {
    const patches = extractPatches(image, 2, { strides: 1 });
    expect(patches).toBeClose([
      [
        [0, 1, 9, 16],
        [1, 4, 16, 25],
      ],
      [
        [9, 16, 36, 49],
        [16, 25, 49, 64],
      ],
    ]);
  });
  it("fills patches that reach out with zeros", () => {
    const patches = extractPatches(image, 2, { padding: "same" });
    expect(valuesOf(patches)).toEqual([0, 1, 9, 16, 4, 0, 25, 0, 36, 49, 0, 0, 64, 0, 0, 0]);
  });
  it("leaves pixels out where it is dilated", () => {
    expect(extractPatches(image, 2, { dilationRate: 2 })).toBeClose([[[0, 4, 36, 64]]]);
  });
  it("keeps integers", () => {
    const patches = extractPatches(new NDArray(Int32Array.of(1, 2, 3, 4), [2, 2, 1]), [1, 2]);
    expect(patches.dtype).toBe("int32");
    expect(patches).toBeClose([[[1, 2]], [[3, 4]]]);
  });
  it("takes volumes, and channels that come first", () => {
    const volume = new NDArray(
      Float32Array.from({ length: 16 }, (_, i) => i),
      [2, 2, 2, 2],
    );
    const options = { dataFormat: "channels_first" } as const;
    // position by position, both channels of each
    expect(valuesOf(extractPatches3d(volume, [1, 1, 2], options)).slice(0, 4)).toEqual([0, 2, 4, 6]);
    expect(extractPatches3d(volume, 2).shape).toEqual([1, 1, 1, 16]);
  });
  it("tells its shape without data", () => {
    expect(extractPatches(new KerasTensor([null, 8, 6, 3]), [2, 3]).shape).toEqual([null, 4, 2, 18]);
    expect(extractPatches3d(new KerasTensor([null, 4, 4, 4, 1]), 2).shape).toEqual([null, 2, 2, 2, 8]);
  });
  it("refuses images of another rank than its size", () => {
    expect(() => extractPatches([[1, 2]], 2)).toThrow(
      "Cannot call ops.image.extractPatches: `images` must have rank 3, or 4 for a batch, for patches of 2 dimensions, received shape [1, 2]",
    );
  });
});
