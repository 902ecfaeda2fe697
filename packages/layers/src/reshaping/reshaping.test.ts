import { clearSession, NDArray } from "@hornbeam/core";
import { ones, tensor } from "@hornbeam/ops";
import { beforeEach, checkLayer, describe, expect, it } from "@hornbeam/testing";
import { Input } from "../core/input.ts";
import { Cropping1D } from "./cropping1d.ts";
import { Cropping2D } from "./cropping2d.ts";
import { Cropping3D } from "./cropping3d.ts";
import { Flatten } from "./flatten.ts";
import { Permute } from "./permute.ts";
import { RepeatVector } from "./repeat-vector.ts";
import { Reshape } from "./reshape.ts";
import { UpSampling1D } from "./up-sampling1d.ts";
import { UpSampling3D } from "./up-sampling3d.ts";
import { ZeroPadding1D } from "./zero-padding1d.ts";
import { ZeroPadding2D } from "./zero-padding2d.ts";
import { ZeroPadding3D } from "./zero-padding3d.ts";

beforeEach(() => clearSession());
const image = [
  [
    [1, 2],
    [3, 4],
  ],
  [
    [5, 6],
    [7, 8],
  ],
];

describe("Flatten", () => {
  it("keeps the layer contract", () => {
    checkLayer(Flatten, { inputShape: [2, 3, 4, 2], outputShape: [2, 24] });
    checkLayer(Flatten, { options: { dataFormat: "channels_first" }, inputShape: [2, 3, 4], outputShape: [2, 12] });
    checkLayer(Flatten, { inputShape: [2], outputShape: [2, 1] });
  });
  it("moves channels to the end where they come first", () => {
    expect(new Flatten()(tensor([image]))).toBeClose([[1, 2, 3, 4, 5, 6, 7, 8]]);
    expect(new Flatten({ dataFormat: "channels_first" })(tensor([image]))).toBeClose([[1, 5, 2, 6, 3, 7, 4, 8]]);
  });
  it("keeps the dtype, and sizes unknown", () => {
    expect(new Flatten()(Input({ shape: [2, 3], dtype: "int32" })).dtype).toBe("int32");
    expect(new Flatten()(Input({ shape: [2, null] })).shape).toEqual([null, null]);
  });
  it("refuses an unknown data format", () => {
    expect(() => new Flatten({ dataFormat: "channels_middle" as never })).toThrow(
      'Cannot create Flatten: `dataFormat` must be one of "channels_last", "channels_first", received "channels_middle"',
    );
  });
});

describe("Reshape", () => {
  it("keeps the layer contract", () => {
    checkLayer(Reshape, { options: { targetShape: [3, 4] }, inputShape: [2, 12], outputShape: [2, 3, 4] });
    checkLayer(Reshape, { options: { targetShape: [-1, 2] }, inputShape: [2, 3, 4], outputShape: [2, 6, 2] });
  });
  it("leaves open what it cannot know", () => {
    expect(new Reshape({ targetShape: [-1, 2] })(Input({ shape: [null, 4] })).shape).toEqual([null, null, 2]);
  });
  it("refuses shapes of another size", () => {
    expect(() => new Reshape({ targetShape: [4, 2] })(ones([2, 6]))).toThrow(
      'Cannot call Reshape "reshape": each example must have the 8 elements of [4, 2], received shape [2, 6]',
    );
    expect(() => new Reshape({ targetShape: [-1, 4] })(ones([2, 6]))).toThrow(
      'Cannot call Reshape "reshape_1": each example must have a multiple of the 4 elements of [-1, 4], received shape [2, 6]',
    );
    expect(() => new Reshape({ targetShape: [-1, -1] })).toThrow(
      "Cannot create Reshape: `targetShape` must be a list of sizes, one of which may be -1, received [-1, -1]",
    );
  });
});

describe("Permute and RepeatVector", () => {
  it("keep the layer contract", () => {
    checkLayer(Permute, { options: { dims: [3, 1, 2] }, inputShape: [2, 3, 4, 5], outputShape: [2, 5, 3, 4] });
    checkLayer(RepeatVector, { options: { n: 3 }, inputShape: [2, 4], outputShape: [2, 3, 4] });
  });
  it("do what they say", () => {
    expect(
      new Permute({ dims: [2, 1] })(
        tensor([
          [
            [1, 2],
            [3, 4],
          ],
        ]),
      ),
    ).toBeClose([
      [
        [1, 3],
        [2, 4],
      ],
    ]);
    expect(new RepeatVector({ n: 2 })(tensor([[1, 2]]))).toBeClose([
      [
        [1, 2],
        [1, 2],
      ],
    ]);
  });
  it("refuse what is no permutation", () => {
    expect(() => new Permute({ dims: [1, 3] })).toThrow(
      "Cannot create Permute: `dims` must be a list of the numbers from 1 on, in any order, received [1, 3]",
    );
  });
});

describe("padding and cropping", () => {
  it("keep the layer contract", () => {
    checkLayer(ZeroPadding1D, { options: { padding: [2, 1] }, inputShape: [2, 3, 2], outputShape: [2, 6, 2] });
    checkLayer(ZeroPadding2D, { inputShape: [2, 3, 4, 2], outputShape: [2, 5, 6, 2] });
    const uneven = {
      padding: [
        [1, 0],
        [2, 3],
      ],
      dataFormat: "channels_first",
    };
    checkLayer(ZeroPadding2D, { options: uneven, inputShape: [2, 2, 3, 4], outputShape: [2, 2, 4, 9] });
    checkLayer(ZeroPadding3D, { inputShape: [1, 2, 3, 4, 1], outputShape: [1, 4, 5, 6, 1] });
    checkLayer(Cropping1D, { inputShape: [2, 5, 3], outputShape: [2, 3, 3] });
    checkLayer(Cropping2D, { inputShape: [2, 4, 5, 2], outputShape: [2, 4, 5, 2] });
    const cropped = {
      cropping: [
        [1, 0],
        [0, 2],
      ],
      dataFormat: "channels_first",
    };
    checkLayer(Cropping2D, { options: cropped, inputShape: [2, 2, 4, 5], outputShape: [2, 2, 3, 3] });
    checkLayer(Cropping3D, { inputShape: [1, 3, 4, 5, 2], outputShape: [1, 1, 2, 3, 2] });
  });
  it("add zeros, and take away what is there", () => {
    expect(new ZeroPadding1D({ padding: [1, 0] })(tensor([[[5], [6]]]))).toBeClose([[[0], [5], [6]]]);
    expect(new Cropping1D({ cropping: [1, 0] })(tensor([[[5], [6]]]))).toBeClose([[[6]]]);
  });
  it("write pairs", () => {
    expect(new ZeroPadding2D({ padding: [2, 1] }).getConfig()["padding"]).toEqual([
      [2, 2],
      [1, 1],
    ]);
    expect(new Cropping1D({ cropping: 2 }).getConfig()["cropping"]).toEqual([2, 2]);
  });
  it("refuse to leave nothing", () => {
    expect(() => new Cropping1D({ cropping: [3, 3] })(ones([1, 5, 2]))).toThrow(
      'Cannot call Cropping1D "cropping1d": `cropping`, [3, 3], must leave something of the input, received shape [1, 5, 2]',
    );
    expect(() => new ZeroPadding2D({ padding: [1, 2, 3] })).toThrow(
      "Cannot create ZeroPadding2D: `padding` must be a non-negative integer, a list of 2, or a list of 2 pairs, received [1, 2, 3]",
    );
  });
});

describe("up-sampling", () => {
  it("keeps the layer contract", () => {
    checkLayer(UpSampling1D, { options: { size: 3 }, inputShape: [2, 3, 2], outputShape: [2, 9, 2] });
    checkLayer(UpSampling3D, {
      options: { size: [1, 2, 3] },
      inputShape: [1, 2, 2, 2, 1],
      outputShape: [1, 2, 4, 6, 1],
    });
    const first = { dataFormat: "channels_first" };
    checkLayer(UpSampling3D, { options: first, inputShape: [1, 1, 2, 2, 2], outputShape: [1, 1, 4, 4, 4] });
  });
  it("repeats each step", () => {
    expect(new UpSampling1D()(NDArray.from([[[1], [2]]]) as never)).toBeClose([[[1], [1], [2], [2]]]);
  });
});
