import { KerasTensor, NDArray, ready } from "@hornbeam/core";
import { beforeAll, describe, expect, it } from "@hornbeam/testing";
import { hsvToRgb, rgbToGrayscale, rgbToHsv } from "./colors.ts";

beforeAll(() => ready());

const rgb = [
  [
    [0.2, 0.5, 0.3],
    [0.9, 0.1, 0.4],
    [0.5, 0.5, 0.5],
  ],
];

describe("colors", () => {
  it("weighs red, green and blue by how bright they look", () => {
    expect(rgbToGrayscale([[[1, 0, 0]], [[0, 1, 0]], [[0, 0, 1]]])).toBeClose([[[0.2989]], [[0.587]], [[0.114]]]);
  });
  it("cuts gray integers off, and leaves what is gray already", () => {
    const gray = rgbToGrayscale(new NDArray(Int32Array.of(255, 255, 0), [1, 1, 3]));
    expect(gray).toBeClose([[[225]]]); // of 225.9
    expect(gray.dtype).toBe("int32");
    expect(rgbToGrayscale([[[0.3]]])).toBeClose([[[0.3]]]);
  });
  it("finds hue, saturation and value as Keras does", () => {
    expect(rgbToHsv(rgb)).toBeClose(
      [
        [
          [0.3889, 0.6, 0.5],
          [0.9375, 0.8889, 0.9],
          [0, 0, 0.5],
        ],
      ],
      { atol: 1e-4 },
    );
  });
  it("comes back from hue, saturation and value", () => {
    expect(hsvToRgb(rgbToHsv(rgb))).toBeClose(rgb);
    expect(hsvToRgb(rgb)).toBeClose([
      [
        [0.27, 0.3, 0.15],
        [0.4, 0.36, 0.384],
        [0.25, 0.5, 0.5],
      ],
    ]);
  });
  it("takes channels that come first", () => {
    const first = rgbToGrayscale([[[1]], [[1]], [[0]]], { dataFormat: "channels_first" });
    expect(first).toBeClose([[[0.8859]]]);
    expect(rgbToHsv(new KerasTensor([null, 3, 4, 4]), { dataFormat: "channels_first" }).shape).toEqual([null, 3, 4, 4]);
  });
  it("refuses other numbers of channels, and integers as colors", () => {
    expect(() => rgbToHsv([[[1, 2]]])).toThrow(
      "Cannot call ops.image.rgbToHsv: `images` must have 3 channels, received shape [1, 1, 2]",
    );
    expect(() => hsvToRgb(new NDArray(Int32Array.of(1, 2, 3), [1, 1, 3]))).toThrow(
      'Cannot call ops.image.hsvToRgb: `images` must be of a float dtype, received "int32"',
    );
  });
});
