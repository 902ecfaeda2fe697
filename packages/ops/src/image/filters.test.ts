import { KerasTensor, ready } from "@hornbeam/core";
import { beforeAll, describe, expect, it } from "@hornbeam/testing";
import { valuesOf } from "../../testing/values.ts";
import { tensor } from "../core/convert.ts";
import { gaussianBlur } from "./gaussian-blur.ts";
import { sobelEdges } from "./sobel-edges.ts";
import { ssim } from "./ssim.ts";

beforeAll(() => ready());

const image = [
  [[0], [1], [4]],
  [[9], [16], [25]],
  [[36], [49], [64]],
];
const close = { rtol: 1e-4, atol: 1e-4 };

describe("gaussianBlur", () => {
  it("takes deviations in a tensor", () => {
    for (const kernelSize of [[3, 3], [1, 3]] as const) // biome-ignore format: two sizes
      expect(valuesOf(gaussianBlur(image, { kernelSize, sigma: tensor([1, 0.5]) }))).toEqual(
        valuesOf(gaussianBlur(image, { kernelSize, sigma: [1, 0.5] })),
      );
  });
  // made by Keras 3.15.1
  it("gives what Keras gives by a square kernel", () => {
    const values = [1.1159, 2.9809, 3.3083, 9.8436, 18.4653, 17.0734, 24.2709, 40.7562, 34.9979];
    expect(valuesOf(gaussianBlur(image, { sigma: [1, 0.5] }))).toBeClose(values, close);
  });
  it("gives what Keras gives by a flat kernel", () => {
    const values = [0.1065, 1.213, 3.2545, 8.787, 16.213, 21.3788, 33.5503, 49.213, 55.5859];
    expect(valuesOf(gaussianBlur(image, { kernelSize: [1, 3], sigma: [1, 0.5] }))).toBeClose(values, close);
  });
  it("refuses a kernel without size or width", () => {
    expect(() => gaussianBlur(image, { kernelSize: [0, 3] })).toThrow(
      "Cannot call ops.image.gaussianBlur: `kernelSize` must be an integer from 1 or a list of 2 of them, received [0, 3]",
    );
    expect(() => gaussianBlur(image, { sigma: tensor([1, 1, 1]) })).toThrow(
      "Cannot call ops.image.gaussianBlur: `sigma` must have 2 elements, received shape [3]",
    );
    expect(() => gaussianBlur(image, { sigma: [0, 1] })).toThrow(
      "Cannot call ops.image.gaussianBlur: `sigma` must be a list of two positive numbers, received [0, 1]",
    );
  });
});

describe("sobelEdges", () => {
  it("gives the change down and to the right", () => {
    const edges = [0, 0, 0, 40, 0, 0, 168, 0, 192, 64, 216, 0, 0, 0, 0, 88, 0, 0];
    expect(valuesOf(sobelEdges([image]))).toBeClose(edges);
  });
  it("puts both directions last, whatever the order of the axes", () => {
    expect(sobelEdges(new KerasTensor([null, 3, 8, 8]), { dataFormat: "channels_first" }).shape).toEqual([
      null,
      3,
      8,
      8,
      2,
    ]);
  });
  it("refuses a single image", () => {
    expect(() => sobelEdges(image)).toThrow(
      "Cannot call ops.image.sobelEdges: `images` must have rank 4 (a batch of images), received shape [3, 3, 1]",
    );
  });
});

describe("ssim", () => {
  const upside = [...image].reverse();
  it("is 1 for an image and itself", () => {
    expect(ssim([image, upside], [image, upside], { filterSize: 3, maxVal: 64 })).toBeClose([1, 1]);
  });
  it("gives what Keras gives", () => {
    expect(ssim(image, upside, { filterSize: 3, maxVal: 64 })).toBeClose(-0.7172, close);
  });
  it("refuses windows that do not fit, and images of different shapes", () => {
    expect(() => ssim(image, upside)).toThrow(
      "Cannot call ops.image.ssim: a window of 11 by 11 pixels must fit into the images, received shape [3, 3, 1]",
    );
    expect(() => ssim(image, upside.slice(1))).toThrow("`image1` and `image2` must have the same shape");
  });
});
