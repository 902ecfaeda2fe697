import { clearSession, setMask } from "@hornbeam/core";
import { ones, tensor } from "@hornbeam/ops";
import { beforeEach, checkLayer, describe, expect, it } from "@hornbeam/testing";
import { BatchNormalization } from "./batch-normalization.ts";
import { GroupNormalization } from "./group-normalization.ts";
import { LayerNormalization } from "./layer-normalization.ts";
import { RMSNormalization } from "./rms-normalization.ts";
import { UnitNormalization } from "./unit-normalization.ts";

beforeEach(() => clearSession());
const values = (layer: BatchNormalization) => layer.getWeights().map((weight) => weight.toArray());

describe("BatchNormalization", () => {
  it("keeps the layer contract", () => {
    checkLayer(BatchNormalization, { inputShape: [4, 3], outputShape: [4, 3], weights: 4, trainable: 2 });
    const options = { axis: 1, center: false };
    checkLayer(BatchNormalization, {
      options,
      inputShape: [2, 3, 4],
      outputShape: [2, 3, 4],
      weights: 3,
      trainable: 1,
    });
    const bare = { center: false, scale: false, renorm: true };
    checkLayer(BatchNormalization, {
      options: bare,
      inputShape: [4, 3],
      outputShape: [4, 3],
      weights: 5,
      trainable: 0,
    });
  });
  it("brings a batch to mean 0 and variance 1 while training, and keeps averages", () => {
    using layer = new BatchNormalization({ epsilon: 0, momentum: 0.9 });
    expect(layer(tensor([[1], [3]]), { training: true })).toBeClose([[-1], [1]]);
    // mean 2 and variance 1, with a weight of 0.1
    expect(layer.movingMean).toBeClose([0.2]);
    expect(layer.movingVariance).toBeClose([1]);
    expect(layer(tensor([[1], [3]]))).toBeClose([[0.8], [2.8]]);
  });
  it("uses the averages and leaves them alone when it is not trainable", () => {
    using layer = new BatchNormalization({ epsilon: 0, trainable: false });
    expect(layer(tensor([[1], [3]]), { training: true })).toBeClose([[1], [3]]);
    expect(values(layer)).toEqual([[1], [0], [0], [1]]);
    expect(layer.trainableWeights).toEqual([]);
  });
  it("does not count masked steps", () => {
    using layer = new BatchNormalization({ epsilon: 0 });
    const x = tensor([[[1], [3], [100]]]);
    setMask(x, tensor([[1, 1, 0]], { dtype: "bool" }));
    expect(layer(x, { training: true })).toBeClose([[[-1], [1], [98]]], { rtol: 1e-4 });
  });
  it("corrects by slow averages with `renorm`", () => {
    using layer = new BatchNormalization({ epsilon: 0, renorm: true, renormMomentum: 0.5 });
    layer.build([null, 1]);
    // r = σ / σ̂ = 1 / 1 and d = (μ - μ̂) / σ̂ = 2: as if the slow averages were used
    expect(layer(tensor([[1], [3]]), { training: true })).toBeClose([[1], [3]]);
    expect(layer.renormMean!).toBeClose([1]);
  });
  it("names and orders its weights as Keras does", () => {
    using layer = new BatchNormalization({ name: "bn" });
    layer.build([null, 2]);
    expect(layer.weights.map(({ path, trainable }) => [path, trainable])).toEqual([
      ["bn/gamma", true],
      ["bn/beta", true],
      ["bn/moving_mean", false],
      ["bn/moving_variance", false],
    ]);
  });
  it("refuses what it cannot do", () => {
    expect(() => new BatchNormalization().build([4, null])).toThrow(
      'Cannot build BatchNormalization "batch_normalization": the last axis must be known, received shape [4, null]',
    );
    expect(() => new BatchNormalization({ axis: 3 })(ones([2, 2]))).toThrow(
      'Cannot call BatchNormalization "batch_normalization_1": the input must have an axis 3, received shape [2, 2]',
    );
    expect(() => new BatchNormalization({ renorm: true, renormClipping: { rmin: 2, rmax: 1 } })).toThrow(
      "Cannot create BatchNormalization: `renormClipping` must have `rmin` at most `rmax`, and `dmax` of at least 0, received { rmin: 2, rmax: 1 }",
    );
  });
});

describe("LayerNormalization", () => {
  it("keeps the layer contract", () => {
    checkLayer(LayerNormalization, { inputShape: [2, 4], outputShape: [2, 4], weights: 2 });
    const options = { axis: [2, 1], center: false };
    checkLayer(LayerNormalization, { options, inputShape: [2, 3, 4], outputShape: [2, 3, 4], weights: 1 });
  });
  it("brings each example to mean 0 and variance 1", () => {
    using layer = new LayerNormalization({ epsilon: 0 });
    expect(
      layer(
        tensor([
          [1, 3],
          [10, 30],
        ]),
      ),
    ).toBeClose([
      [-1, 1],
      [-1, 1],
    ]);
  });
  it("writes its axes as a sorted list once built", () => {
    using layer = new LayerNormalization();
    expect(layer.getConfig()["axis"]).toBe(-1);
    layer.build([null, 3]);
    expect(layer.getConfig()["axis"]).toEqual([-1]);
  });
});

describe("GroupNormalization", () => {
  it("keeps the layer contract", () => {
    const options = { groups: 2 };
    checkLayer(GroupNormalization, { options, inputShape: [2, 3, 4], outputShape: [2, 3, 4], weights: 2 });
    const first = { groups: -1, axis: 1, scale: false };
    checkLayer(GroupNormalization, { options: first, inputShape: [2, 3, 4], outputShape: [2, 3, 4], weights: 1 });
  });
  it("brings each group to mean 0 and variance 1", () => {
    using layer = new GroupNormalization({ groups: 2, epsilon: 0 });
    expect(layer(tensor([[1, 3, 5, 9]]))).toBeClose([[-1, 1, -1, 1]]);
  });
  it("refuses groups that do not divide the channels", () => {
    expect(() => new GroupNormalization({ groups: 3 })(ones([2, 4]))).toThrow(
      'Cannot build GroupNormalization "group_normalization": `groups`, 3, must divide the number of channels, 4, received shape [2, 4]',
    );
    expect(() => new GroupNormalization({ groups: 0 })).toThrow(
      "Cannot create GroupNormalization: `groups` must be a positive integer or -1, received 0",
    );
  });
});

describe("RMSNormalization and UnitNormalization", () => {
  it("keep the layer contract", () => {
    checkLayer(RMSNormalization, { inputShape: [2, 4], outputShape: [2, 4], weights: 1 });
    checkLayer(UnitNormalization, { inputShape: [2, 4], outputShape: [2, 4] });
    checkLayer(UnitNormalization, { options: { axis: [1, 2] }, inputShape: [2, 3, 4], outputShape: [2, 3, 4] });
  });
  it("scale each example", () => {
    using rms = new RMSNormalization({ epsilon: 0 });
    expect(rms(tensor([[2, -2]]))).toBeClose([[1, -1]]);
    expect(new UnitNormalization()(tensor([[3, 4]]))).toBeClose([[0.6, 0.8]]);
  });
});
