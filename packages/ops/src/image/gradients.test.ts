import { NDArray, ready } from "@hornbeam/core";
import { beforeAll, describe, it } from "vitest";
import { checkGradients, type GradientCase, numbers } from "../../testing/check-gradient.ts";
import * as image from "./index.ts";

beforeAll(() => ready());

const images = numbers([2, 4, 5, 3]);
const colors = numbers([2, 2, 3], 0.05, 0.95);
const transform = numbers([2, 8], -0.05, 0.05).add(NDArray.from([1, 0, 0.37, 0, 1, -0.41, 0, 0]));
const places = numbers([2, 6], 0.1, 2.9, 3);
const corners = [
  [0, 0],
  [0, 3],
  [4, 0],
  [4, 3],
];
const ends = [
  [0.5, 0.2],
  [0, 2.5],
  [4, 0],
  [3.5, 3],
];

const cases: readonly GradientCase[] = [
  ["rgbToGrayscale", (x) => image.rgbToGrayscale(x), images],
  ["rgbToHsv", (x) => image.rgbToHsv(x), colors],
  ["hsvToRgb", (x) => image.hsvToRgb(x), colors],
  ["affineTransform of images", (x) => image.affineTransform(x, transform), images],
  ["affineTransform of transforms", (t) => image.affineTransform(images, t, { fillMode: "nearest" }), transform],
  [
    "affineTransform of reflections",
    (t) => image.affineTransform(images, t, { fillMode: "reflect" }),
    transform.mul(2.3),
  ],
  [
    "affineTransform of repetitions",
    (t) => image.affineTransform(images, t, { fillMode: "wrap" }),
    NDArray.from([[1.02, 0.04, -1.33, 0.03, 0.97, 0.81, 0.01, 0.02]]),
  ],
  [
    "affineTransform of one transform",
    (t) => image.affineTransform(images, t, { fillValue: 2 }),
    numbers([8], -0.05, 0.05).add(NDArray.from([1, 0, 0.37, 0, 1, -0.41, 0, 0])),
  ],
  ["affineTransform by repetition", (x) => image.affineTransform(x, transform, { fillMode: "wrap" }), images],
  ["affineTransform by reflection", (x) => image.affineTransform(x, transform, { fillMode: "reflect" }), images],
  ["affineTransform of the nearest", (x) => image.affineTransform(x, transform, { interpolation: "nearest" }), images],
  ["perspectiveTransform", (x) => image.perspectiveTransform(x, corners, ends), images],
  ["mapCoordinates", (x, y) => image.mapCoordinates(x, y, 1, { fillMode: "mirror" }), numbers([4, 4]), places],
  ["mapCoordinates of the nearest", (x) => image.mapCoordinates(x, places, 0), numbers([4, 4])],
  ["elasticTransform", (x) => image.elasticTransform(x, { alpha: 2, sigma: 1, seed: 2 }), images],
  ["gaussianBlur by a square kernel", (x) => image.gaussianBlur(x), images],
  ["gaussianBlur by a flat kernel", (x) => image.gaussianBlur(x, { kernelSize: [3, 2] }), images],
  ["sobelEdges", (x) => image.sobelEdges(x), images],
  ["ssim", (x, y) => image.ssim(x, y, { filterSize: 3 }), images, numbers([2, 4, 5, 3], 0, 1, 9)],
  ["padImages", (x) => image.padImages(x, { topPadding: 1, targetHeight: 7, leftPadding: 2, rightPadding: 0 }), images],
  [
    "cropImages",
    (x) => image.cropImages(x, { topCropping: 1, targetHeight: 2, leftCropping: 2, rightCropping: 0 }),
    images,
  ],
  ["extractPatches", (x) => image.extractPatches(x, [2, 3], { strides: 1, padding: "same" }), images],
  ["extractPatches3d", (x) => image.extractPatches3d(x, 2, { strides: 1 }), numbers([3, 3, 2, 2])],
  [
    "scaleAndTranslate",
    (x, s, t) => image.scaleAndTranslate(x, [7, 3], s, t, [0, 1], "cubic"),
    numbers([4, 5]),
    numbers([2], 0.6, 1.7),
    numbers([2], -0.4, 0.6),
  ],
  ["scaleAndTranslate of no axis", (x) => image.scaleAndTranslate(x, [2, 3], [], [], [], "linear"), numbers([2, 3])],
  ["resize of no images", (x) => image.resize(x, [3, 3], { interpolation: "bicubic" }), numbers([0, 2, 2, 1])],
  ["extractPatches of no images", (x) => image.extractPatches(x, 2), numbers([0, 4, 4, 1])],
];

describe("gradients of images agree with differences of values", () => {
  for (const [title, f, ...inputs] of cases) it(title, () => checkGradients(f, ...inputs));
});
