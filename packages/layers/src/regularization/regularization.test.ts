import { clearSession, type Tensor, toNDArray } from "@hornbeam/core";
import { ones, tensor } from "@hornbeam/ops";
import { beforeEach, checkLayer, describe, expect, it } from "@hornbeam/testing";
import { ActivityRegularization } from "./activity-regularization.ts";
import { AlphaDropout } from "./alpha-dropout.ts";
import { Dropout } from "./dropout.ts";
import { GaussianDropout } from "./gaussian-dropout.ts";
import { GaussianNoise } from "./gaussian-noise.ts";
import { SpatialDropout1D } from "./spatial-dropout1d.ts";
import { SpatialDropout2D } from "./spatial-dropout2d.ts";
import { SpatialDropout3D } from "./spatial-dropout3d.ts";

beforeEach(() => clearSession());
const training = { training: true };
function statistics(x: Tensor): { mean: number; std: number; zeros: number } {
  const data = [...toNDArray(x).data].map(Number);
  const mean = data.reduce((sum, one) => sum + one, 0) / data.length;
  const std = Math.sqrt(data.reduce((sum, one) => sum + (one - mean) ** 2, 0) / data.length);
  return { mean, std, zeros: data.filter((one) => one === 0).length / data.length };
}

describe("random layers", () => {
  it.each([Dropout, AlphaDropout, GaussianDropout])("%o keeps the layer contract", (Class) => {
    checkLayer(Class, { options: { rate: 0.4 }, inputShape: [2, 3], outputShape: [2, 3] });
  });
  it("keep it over spatial axes, and with noise", () => {
    checkLayer(GaussianNoise, { options: { stddev: 0.4 }, inputShape: [2, 3], outputShape: [2, 3] });
    const options = { rate: 0.4 };
    checkLayer(SpatialDropout1D, { options, inputShape: [2, 3, 4], outputShape: [2, 3, 4] });
    checkLayer(SpatialDropout2D, { options, inputShape: [2, 3, 3, 4], outputShape: [2, 3, 3, 4] });
    checkLayer(SpatialDropout3D, { options, inputShape: [2, 2, 2, 2, 4], outputShape: [2, 2, 2, 2, 4] });
  });
  it("do nothing outside of training", () => {
    const x = tensor([[1, 2, 3]]);
    expect(new Dropout({ rate: 0.9 })(x)).toBeClose([[1, 2, 3]]);
    expect(new GaussianNoise({ stddev: 0.9 })(x, { training: false })).toBeClose([[1, 2, 3]]);
  });
  it("give a tensor of the caller's own even then", () => {
    const x = tensor([1, 2]);
    new Dropout({ rate: 0.5 })(x).dispose();
    expect(x).toBeClose([1, 2]);
  });
  it("keep the mean while training", () => {
    const x = ones([200, 200]);
    expect(statistics(new Dropout({ rate: 0.3, seed: 1 })(x, training))).toEqual({
      mean: expect.closeTo(1, 1),
      std: expect.closeTo(Math.sqrt(0.3 / 0.7), 1),
      zeros: expect.closeTo(0.3, 1),
    });
    const gaussian = statistics(new GaussianDropout({ rate: 0.2, seed: 1 })(x, training));
    expect(gaussian).toEqual({ mean: expect.closeTo(1, 1), std: expect.closeTo(0.5, 1), zeros: 0 });
    const noise = statistics(new GaussianNoise({ stddev: 0.25, seed: 1 })(x, training));
    expect(noise).toEqual({ mean: expect.closeTo(1, 1), std: expect.closeTo(0.25, 1), zeros: 0 });
  });
  it("give the same for a seed, and something else at the next call", () => {
    const x = ones([8, 8]);
    const [a, b] = [new Dropout({ rate: 0.5, seed: 7 }), new Dropout({ rate: 0.5, seed: 7 })];
    const first = toNDArray(a(x, training));
    expect(b(x, training)).toBeClose(first);
    expect(toNDArray(a(x, training)).equals(first)).toBe(false);
  });
  it("drop whole channels where they are spatial", () => {
    const y = toNDArray(new SpatialDropout1D({ rate: 0.5, seed: 3 })(ones([4, 5, 6]), training));
    for (let batch = 0; batch < 4; batch++) {
      for (let channel = 0; channel < 6; channel++) {
        const column = [0, 1, 2, 3, 4].map((step) => y.data[batch * 30 + step * 6 + channel]);
        expect(new Set(column).size).toBe(1);
      }
    }
    expect(new Set(y.data as Float32Array)).toEqual(new Set([0, 2]));
  });
  it("drop along the noise shape", () => {
    const y = toNDArray(new Dropout({ rate: 0.5, noiseShape: [null, 1], seed: 3 })(ones([16, 4]), training));
    for (let row = 0; row < 16; row++)
      expect(new Set((y.data as Float32Array).slice(row * 4, row * 4 + 4)).size).toBe(1);
  });
  it("write the configs that Keras writes", () => {
    expect(new Dropout({ rate: 0.5 }).getConfig()).toMatchObject({ rate: 0.5, seed: null, noise_shape: null });
    expect(new SpatialDropout2D({ rate: 0.5 }).getConfig()).toEqual({
      rate: 0.5,
      seed: null,
      name: "spatial_dropout2d",
      dtype: "float32",
      data_format: "channels_last",
    });
  });
  it("refuse rates that are none", () => {
    expect(() => new Dropout({ rate: 1.5 })).toThrow(
      "Cannot create Dropout: `rate` must be a number in [0, 1], received 1.5",
    );
    expect(() => new Dropout({ rate: 0.5, noiseShape: [0] })).toThrow(
      "Cannot create Dropout: `noiseShape` must be a list of positive integers and nulls or null, received [0]",
    );
  });
});

describe("ActivityRegularization", () => {
  it("keeps the layer contract", () => {
    checkLayer(ActivityRegularization, { options: { l1: 0.5 }, inputShape: [2, 3], outputShape: [2, 3] });
  });
  it("adds a penalty of its input, divided by the batch size", () => {
    using layer = new ActivityRegularization({ l1: 0.1, l2: 0.01 });
    layer(
      tensor([
        [1, -2],
        [3, 4],
      ]),
    );
    expect(layer.losses.map((loss) => loss.dataSync()[0])).toEqual([expect.closeTo((0.1 * 10 + 0.01 * 30) / 2)]);
    expect(layer.getConfig()).toMatchObject({ l1: 0.1, l2: 0.01 });
    expect(layer.getConfig()).not.toHaveProperty("activity_regularizer");
  });
});
