import { clearSession, KerasTensor, type Tensor } from "@hornbeam/core";
import { ones, tensor } from "@hornbeam/ops";
import { beforeEach, checkLayer, describe, expect, expectTypeOf, it } from "@hornbeam/testing";
import { Conv1D } from "./conv1d.ts";
import { Conv2D } from "./conv2d.ts";
import { Conv3D } from "./conv3d.ts";

beforeEach(() => clearSession());

describe("Conv2D", () => {
  it("keeps the layer contract", () => {
    const options = { filters: 3, kernelSize: 3 };
    checkLayer(Conv2D, { options, inputShape: [2, 5, 6, 2], outputShape: [2, 3, 4, 3], weights: 2 });
  });
  it("keeps it with strides, padding, groups, dilation and channels first", () => {
    const base = { filters: 4, kernelSize: [2, 3] };
    const strided = { ...base, strides: 2, padding: "same", activation: "tanh" };
    checkLayer(Conv2D, { options: strided, inputShape: [2, 5, 6, 2], outputShape: [2, 3, 3, 4], weights: 2 });
    const grouped = { ...base, groups: 2, useBias: false };
    checkLayer(Conv2D, { options: grouped, inputShape: [2, 4, 4, 6], outputShape: [2, 3, 2, 4], weights: 1 });
    const dilated = { ...base, dilationRate: [2, 1] };
    checkLayer(Conv2D, { options: dilated, inputShape: [2, 5, 5, 2], outputShape: [2, 3, 3, 4], weights: 2 });
    const first = { ...base, dataFormat: "channels_first" };
    checkLayer(Conv2D, { options: first, inputShape: [2, 2, 5, 6], outputShape: [2, 4, 4, 4], weights: 2 });
  });

  it("sums the window times the kernel", () => {
    using conv = new Conv2D({ filters: 1, kernelSize: 2, kernelInitializer: "ones", biasInitializer: "ones" });
    const image = tensor(
      [
        [1, 2, 3],
        [4, 5, 6],
        [7, 8, 9],
      ].map((row) => row.map((x) => [x])),
    );
    expect(conv(tensor([image.arraySync()]))).toBeClose([
      [
        [[13], [17]],
        [[25], [29]],
      ],
    ]);
  });
  it("knows what shapes it gives before it is built", () => {
    const conv = new Conv2D({ filters: 8, kernelSize: 5, padding: "same", strides: 2 });
    expect(conv.computeOutputShape([null, 28, null, 1])).toEqual([null, 14, null, 8]);
    expect(conv.built).toBe(false);
  });

  it("refuses what it cannot do", () => {
    expect(() => new Conv2D({ filters: 5, kernelSize: 3, groups: 2 })).toThrow(
      "Cannot create Conv2D: `filters` must be a multiple of `groups`, 2, received 5",
    );
    expect(() => new Conv2D({ filters: 5, kernelSize: [3, 3, 3] })).toThrow(
      "Cannot create Conv2D: `kernelSize` must be a positive integer or a list of 2, received [3, 3, 3]",
    );
    expect(() => new Conv2D({ filters: 5, kernelSize: 3, padding: "causal" as never })).toThrow(
      'Cannot create Conv2D: `padding` must be one of "valid", "same", received "causal"',
    );
    expect(() => new Conv2D({ filters: 5, kernelSize: 3, strides: 2, dilationRate: 2 })).toThrow(
      "Cannot create Conv2D: `strides` above 1 and `dilationRate` above 1 exclude each other, received [[2, 2], [2, 2]]",
    );
    expect(() => new Conv2D({ filters: 4, kernelSize: 3 })(ones([2, 8, 3]))).toThrow(
      'Cannot call Conv2D "conv2d": the input must have at least 4 axes, received shape [2, 8, 3]\n' +
        "The input is incompatible with the layer: its ndim is 3, expected ndim is at least 4.",
    );
    expect(() => new Conv2D({ filters: 4, kernelSize: 3 })(ones([2, 2, 5, 3]))).toThrow(
      'Cannot call Conv2D "conv2d_1": the spatial sizes must be at least 3, the extent of the window, received shape [2, 2, 5, 3]',
    );
    const built = new Conv2D({ filters: 4, kernelSize: 3, name: "built" });
    built(ones([2, 5, 5, 3]));
    expect(() => built(ones([2, 2, 5, 3]))).toThrow(
      'Cannot call Conv2D "built": the spatial sizes must be at least 3, the extent of the window, received shape [2, 2, 5, 3]',
    );
    expect(() => new Conv2D({ filters: 4, kernelSize: 3, groups: 2 })(ones([2, 5, 5, 3]))).toThrow(
      'Cannot build Conv2D "conv2d_2": the number of channels must be a multiple of `groups`, 2, received shape [2, 5, 5, 3]',
    );
  });
  it("types its calls", () => {
    const conv = new Conv2D({ filters: 1, kernelSize: 1 });
    expectTypeOf(conv(ones([1, 1, 1, 1]))).toEqualTypeOf<Tensor>();
    expectTypeOf(conv(new KerasTensor([null, 1, 1, 1]))).toEqualTypeOf<KerasTensor>();
    expectTypeOf(conv.kernelSize).toEqualTypeOf<readonly number[]>();
    // @ts-expect-error `kernelSize` is required
    () => new Conv2D({ filters: 1 });
    // @ts-expect-error there is no such padding over two axes
    () => new Conv2D({ filters: 1, kernelSize: 1, padding: "causal" });
  });
});

describe("Conv1D", () => {
  it("keeps the layer contract, causal padding included", () => {
    const options = { filters: 3, kernelSize: 3 };
    checkLayer(Conv1D, { options, inputShape: [2, 6, 2], outputShape: [2, 4, 3], weights: 2 });
    const causal = { ...options, padding: "causal", dilationRate: 2 };
    checkLayer(Conv1D, { options: causal, inputShape: [2, 6, 2], outputShape: [2, 6, 3], weights: 2 });
    const first = { ...causal, dataFormat: "channels_first" };
    checkLayer(Conv1D, { options: first, inputShape: [2, 2, 6], outputShape: [2, 3, 6], weights: 2 });
    const adapted = { ...options, loraRank: 2, padding: "same" };
    checkLayer(Conv1D, { options: adapted, inputShape: [2, 6, 2], outputShape: [2, 6, 3], weights: 4, trainable: 3 });
  });
  it("looks at no later step with causal padding", () => {
    using conv = new Conv1D({ filters: 1, kernelSize: 2, padding: "causal", kernelInitializer: "ones" });
    expect(conv(tensor([[[1], [10], [100]]]))).toBeClose([[[1], [11], [110]]]);
  });
});

describe("Conv3D", () => {
  it("keeps the layer contract", () => {
    const options = { filters: 2, kernelSize: 2 };
    checkLayer(Conv3D, { options, inputShape: [1, 3, 3, 4, 2], outputShape: [1, 2, 2, 3, 2], weights: 2 });
    const same = { ...options, strides: 2, padding: "same" };
    checkLayer(Conv3D, { options: same, inputShape: [1, 3, 4, 3, 2], outputShape: [1, 2, 2, 2, 2], weights: 2 });
  });
  it("sums the window times the kernel", () => {
    using conv = new Conv3D({ filters: 1, kernelSize: 2, kernelInitializer: "ones" });
    expect(conv(ones([1, 2, 2, 2, 3]))).toBeClose([[[[[24]]]]]);
  });
});
