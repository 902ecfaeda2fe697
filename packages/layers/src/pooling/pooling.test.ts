import { clearSession, setMask } from "@hornbeam/core";
import { ones, tensor } from "@hornbeam/ops";
import { beforeEach, checkLayer, describe, expect, it } from "@hornbeam/testing";
import { AveragePooling1D } from "./average-pooling1d.ts";
import { AveragePooling2D } from "./average-pooling2d.ts";
import { AveragePooling3D } from "./average-pooling3d.ts";
import { GlobalAveragePooling1D } from "./global-average-pooling1d.ts";
import { GlobalAveragePooling2D } from "./global-average-pooling2d.ts";
import { GlobalAveragePooling3D } from "./global-average-pooling3d.ts";
import { GlobalMaxPooling1D } from "./global-max-pooling1d.ts";
import { GlobalMaxPooling2D } from "./global-max-pooling2d.ts";
import { GlobalMaxPooling3D } from "./global-max-pooling3d.ts";
import { MaxPooling1D } from "./max-pooling1d.ts";
import { MaxPooling2D } from "./max-pooling2d.ts";
import { MaxPooling3D } from "./max-pooling3d.ts";

beforeEach(() => clearSession());
const steps = () => tensor([[[1], [4], [2], [3], [9]]]);

describe("pooling layers", () => {
  it.each([
    [AveragePooling1D, MaxPooling1D, [2, 6, 3], [2, 3, 3], [2, 6, 1]],
    [AveragePooling2D, MaxPooling2D, [2, 4, 6, 3], [2, 2, 3, 3], [2, 4, 3, 1]],
    [AveragePooling3D, MaxPooling3D, [1, 2, 4, 6, 3], [1, 1, 2, 3, 3], [1, 2, 2, 3, 1]],
  ])("%o keeps the layer contract, as its kin do", (Average, Max, inputShape, outputShape, first) => {
    checkLayer(Average, { inputShape, outputShape });
    // the largest element changes in jumps: no differences
    checkLayer(Max, { inputShape, outputShape, gradients: false });
    checkLayer(Average, { options: { dataFormat: "channels_first" }, inputShape, outputShape: first });
    checkLayer(Max, { options: { dataFormat: "channels_first" }, inputShape, outputShape: first, gradients: false });
  });
  it("take one number a window", () => {
    expect(new MaxPooling1D()(steps())).toBeClose([[[4], [3]]]);
    expect(new AveragePooling1D()(steps())).toBeClose([[[2.5], [2.5]]]);
    expect(new MaxPooling1D({ poolSize: 3, strides: 1 })(steps())).toBeClose([[[4], [4], [9]]]);
    expect(new MaxPooling1D({ padding: "same" })(steps())).toBeClose([[[4], [3], [9]]]);
    // what is padded does not count
    expect(new AveragePooling1D({ padding: "same" })(steps())).toBeClose([[[2.5], [2.5], [9]]]);
    const image = tensor(
      [
        [1, 2, 3, 4],
        [5, 6, 7, 8],
      ].map((row) => row.map((x) => [x])),
    );
    expect(new MaxPooling2D()(tensor([image.arraySync()]))).toBeClose([[[[6], [8]]]]);
  });
  it("take numbers below 0 for what they are", () => {
    const low = tensor([
      [
        [
          [[-3], [-1]],
          [[-2], [-4]],
        ],
      ],
    ]);
    expect(new MaxPooling3D({ poolSize: [1, 2, 2] })(low)).toBeClose([[[[[-1]]]]]);
  });
  it("step by the window's size unless told", () => {
    const { strides, getConfig } = new MaxPooling2D({ poolSize: [2, 3] });
    expect(strides).toEqual([2, 3]);
    expect(getConfig.call(new MaxPooling2D())).toMatchObject({ pool_size: [2, 2], strides: [2, 2], padding: "valid" });
  });
  it("need no build", () => {
    const layer = new MaxPooling2D();
    expect([layer.built, layer.getBuildConfig(), layer.countParams()]).toEqual([true, undefined, 0]);
  });
  it("refuse inputs that do not fit", () => {
    expect(() => new MaxPooling2D()(ones([1, 4, 4]))).toThrow(
      'Cannot call MaxPooling2D "max_pooling2d": the input must have 4 axes, received shape [1, 4, 4]',
    );
    expect(() => new MaxPooling2D().computeOutputShape([null, 1, 4, 3])).toThrow(
      'Cannot call MaxPooling2D "max_pooling2d_1": the spatial sizes must be at least 2, the extent of the window, received shape [null, 1, 4, 3]',
    );
  });
});

describe("global pooling layers", () => {
  it.each([
    [GlobalAveragePooling1D, GlobalMaxPooling1D, [2, 5, 3], [2, 1, 3]],
    [GlobalAveragePooling2D, GlobalMaxPooling2D, [2, 4, 5, 3], [2, 1, 1, 3]],
    [GlobalAveragePooling3D, GlobalMaxPooling3D, [2, 2, 4, 5, 3], [2, 1, 1, 1, 3]],
  ])("%o keeps the layer contract, as its kin do", (Average, Max, inputShape, kept) => {
    checkLayer(Average, { inputShape, outputShape: [2, 3] });
    checkLayer(Average, { options: { keepdims: true }, inputShape, outputShape: kept });
    checkLayer(Max, { inputShape, outputShape: [2, 3], gradients: false });
    const first = { dataFormat: "channels_first" };
    checkLayer(Max, { options: first, inputShape, outputShape: [2, inputShape[1]!], gradients: false });
  });
  it("take one number a channel", () => {
    expect(new GlobalMaxPooling1D()(steps())).toBeClose([[9]]);
    expect(new GlobalAveragePooling1D()(steps())).toBeClose([[3.8]]);
  });
  it("leave out masked steps", () => {
    const x = steps();
    setMask(x, tensor([[1, 1, 0, 1, 0]], { dtype: "bool" }));
    expect(new GlobalAveragePooling1D()(x)).toBeClose([[8 / 3]]);
  });
});
