import { clearSession } from "@hornbeam/core";
import { ones, tensor } from "@hornbeam/ops";
import { beforeEach, checkLayer, describe, expect, it } from "@hornbeam/testing";
import { Conv1DTranspose } from "./conv1d-transpose.ts";
import { Conv2DTranspose } from "./conv2d-transpose.ts";
import { Conv3DTranspose } from "./conv3d-transpose.ts";
import { DepthwiseConv1D } from "./depthwise-conv1d.ts";
import { DepthwiseConv2D } from "./depthwise-conv2d.ts";
import { SeparableConv1D } from "./separable-conv1d.ts";
import { SeparableConv2D } from "./separable-conv2d.ts";

beforeEach(() => clearSession());

describe("transposed convolutions", () => {
  it("keep the layer contract", () => {
    const options = { filters: 3, kernelSize: 3 };
    checkLayer(Conv1DTranspose, { options, inputShape: [2, 4, 2], outputShape: [2, 6, 3], weights: 2 });
    const padded = { ...options, strides: 3, outputPadding: 1 };
    checkLayer(Conv1DTranspose, { options: padded, inputShape: [2, 3, 2], outputShape: [2, 10, 3], weights: 2 });
    checkLayer(Conv2DTranspose, { options, inputShape: [2, 3, 4, 2], outputShape: [2, 5, 6, 3], weights: 2 });
    const same = { ...options, strides: 2, padding: "same", useBias: false };
    checkLayer(Conv2DTranspose, { options: same, inputShape: [2, 3, 4, 2], outputShape: [2, 6, 8, 3], weights: 1 });
    const first = { filters: 2, kernelSize: 2, strides: 2, dataFormat: "channels_first" };
    checkLayer(Conv2DTranspose, { options: first, inputShape: [1, 3, 2, 3], outputShape: [1, 2, 4, 6], weights: 2 });
    const cube = { filters: 2, kernelSize: 2 };
    checkLayer(Conv3DTranspose, {
      options: cube,
      inputShape: [1, 2, 3, 2, 2],
      outputShape: [1, 3, 4, 3, 2],
      weights: 2,
    });
  });
  it("put the kernel down at each element of the input", () => {
    using layer = new Conv1DTranspose({ filters: 1, kernelSize: 2, strides: 1, useBias: false });
    layer.build([null, 3, 1]);
    layer.setWeights([[[[10]], [[1]]]]);
    expect(layer(tensor([[[1], [2], [3]]]))).toBeClose([[[10], [21], [32], [3]]]);
  });
  it("refuse a padding at the end that is as large as the strides", () => {
    expect(() => new Conv2DTranspose({ filters: 1, kernelSize: 2, strides: 2, outputPadding: 2 })).toThrow(
      "Cannot create Conv2DTranspose: `outputPadding` must be less than `strides`, [2, 2], received [2, 2]",
    );
  });
});

describe("depthwise convolutions", () => {
  it("keep the layer contract", () => {
    const options = { kernelSize: 3, depthMultiplier: 2 };
    checkLayer(DepthwiseConv1D, { options, inputShape: [2, 6, 3], outputShape: [2, 4, 6], weights: 2 });
    checkLayer(DepthwiseConv2D, { options, inputShape: [2, 5, 4, 3], outputShape: [2, 3, 2, 6], weights: 2 });
    const dilated = { kernelSize: 2, dilationRate: 2, useBias: false };
    checkLayer(DepthwiseConv2D, { options: dilated, inputShape: [2, 5, 4, 2], outputShape: [2, 3, 2, 2], weights: 1 });
    const first = { kernelSize: 2, strides: 2, padding: "same", dataFormat: "channels_first" };
    checkLayer(DepthwiseConv2D, { options: first, inputShape: [2, 3, 4, 4], outputShape: [2, 3, 2, 2], weights: 2 });
  });
  it("keep channels apart", () => {
    using layer = new DepthwiseConv1D({ kernelSize: 2, depthMultiplier: 1, depthwiseInitializer: "ones" });
    expect(
      layer(
        tensor([
          [
            [1, 10],
            [2, 20],
            [3, 30],
          ],
        ]),
      ),
    ).toBeClose([
      [
        [3, 30],
        [5, 50],
      ],
    ]);
  });
});

describe("separable convolutions", () => {
  it("keep the layer contract", () => {
    const options = { filters: 4, kernelSize: 3, depthMultiplier: 2 };
    checkLayer(SeparableConv1D, { options, inputShape: [2, 6, 3], outputShape: [2, 4, 4], weights: 3 });
    checkLayer(SeparableConv2D, { options, inputShape: [2, 5, 4, 2], outputShape: [2, 3, 2, 4], weights: 3 });
    const first = { filters: 2, kernelSize: 2, dataFormat: "channels_first", useBias: false };
    checkLayer(SeparableConv2D, { options: first, inputShape: [2, 3, 4, 4], outputShape: [2, 2, 3, 3], weights: 2 });
  });
  it("sum each channel over the window, then the channels at each place", () => {
    const options = { depthwiseInitializer: "ones", pointwiseInitializer: "ones" } as const;
    using layer = new SeparableConv1D({ filters: 1, kernelSize: 2, ...options });
    expect(
      layer(
        tensor([
          [
            [1, 10],
            [2, 20],
            [3, 30],
          ],
        ]),
      ),
    ).toBeClose([[[33], [55]]]);
  });
  it("refuse inputs of another number of channels than before", () => {
    using layer = new SeparableConv2D({ filters: 1, kernelSize: 1 });
    layer.build([null, 3, 3, 2]);
    expect(() => layer(ones([1, 3, 3, 5]))).toThrow(
      'Cannot call SeparableConv2D "separable_conv2d": the last axis must be 2, received shape [1, 3, 3, 5]',
    );
  });
});
