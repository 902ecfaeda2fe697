import { clearSession, memory, toNDArray } from "@hornbeam/core";
import { cast, tensor, transpose } from "@hornbeam/ops";
import { beforeEach, describe, expect, it } from "@hornbeam/testing";
import { AutoContrast } from "./auto-contrast.ts";
import { ContrastLimitedAdaptiveHistogramEqualization as Adaptive } from "./contrast-limited-adaptive-histogram-equalization.ts";
import { Equalization } from "./equalization.ts";

beforeEach(() => clearSession());
const image = [[[0, 100], [50, 100]], [[100, 200], [200, 40]]]; // biome-ignore format: two channels

describe("AutoContrast", () => {
  it("stretches each channel, and leaves even ones alone", () => {
    expect(new AutoContrast()(tensor([[[10, 7], [30, 7]]]))).toBeClose([[[0, 7], [255, 7]]]); // biome-ignore format: a row
    expect(new AutoContrast({ valueRange: [1, -1] })(tensor([[[0], [0.5], [0.25]]]))).toBeClose([[[-1], [1], [0]]]);
  });
  it("tells the last axis apart, whatever it is, as Keras", () => {
    const wanted = [[[0, 95.625], [63.75, 95.625]], [[127.5, 255], [255, 0]]]; // biome-ignore format: two channels
    expect(new AutoContrast()(tensor(image))).toBeClose(wanted);
    expect(new AutoContrast({ dataFormat: "channels_first" })(tensor([image]))).toBeClose([wanted]);
  });
  it("holds its range in order, and refuses another", () => {
    expect(new AutoContrast({ valueRange: [255, 0] }).getConfig()).toMatchObject({ value_range: [0, 255] });
    expect(() => new AutoContrast({ valueRange: [1] as never })).toThrow(
      "Cannot create AutoContrast: `valueRange` must be a list of two numbers, received [1]",
    );
  });
});

describe("Equalization", () => {
  it("gives each value the share of pixels up to it, channel by channel", () => {
    // shares of 0, 50, 100, 200: (1 - 1)/3, 1/3, 2/3, 1 of 255; of 40, 100, 100, 200: 0, 2/3, 2/3, 1
    const wanted = [[[0, 170], [85, 170]], [[170, 255], [255, 0]]]; // biome-ignore format: two channels
    const before = memory().numTensors;
    const [x, layer] = [tensor(image), new Equalization()];
    const y = layer(x);
    expect(y).toBeClose(wanted);
    for (const one of [x, y]) one.dispose();
    expect(memory().numTensors).toBe(before);
    const first = new Equalization({ dataFormat: "channels_first" })(transpose(tensor(image), { axes: [2, 0, 1] }));
    expect(transpose(first, { axes: [1, 2, 0] })).toBeClose(wanted);
  });
  it("leaves channels of one value alone, and images outside of training", () => {
    expect(new Equalization()(tensor([[[9], [9]]]))).toBeClose([[[9], [9]]]);
    expect(new Equalization()(tensor(image), { training: false })).toBeClose(image);
  });
});

describe("ContrastLimitedAdaptiveHistogramEqualization", () => {
  it("is plain equalization with one tile and no limit", () => {
    // one tile, whose table is seen everywhere: (upTo - first) / (pixels - first) · 255, where none has level 0
    const x = tensor([[[10], [20]], [[20], [30]]]); // biome-ignore format: an image
    expect(new Adaptive({ tileGridSize: 1, clipLimit: 0 })(x)).toBeClose([[[63.75], [191.25]], [[191.25], [255]]]); // biome-ignore format: an image
  });
  it("keeps integers, and channels apart wherever they stand", () => {
    const x = cast(tensor(image), "int32");
    const y = new Adaptive({ tileGridSize: [1, 2], clipLimit: 2 })(x);
    expect(y.dtype).toBe("int32");
    const first = new Adaptive({ tileGridSize: [1, 2], clipLimit: 2, dataFormat: "channels_first" });
    const other = transpose(first(transpose(x, { axes: [2, 0, 1] })), { axes: [1, 2, 0] });
    expect(toNDArray(other).toArray()).toEqual(toNDArray(y).toArray());
  });
});
