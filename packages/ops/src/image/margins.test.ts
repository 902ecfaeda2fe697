import { KerasTensor, ready } from "@hornbeam/core";
import { beforeAll, describe, expect, it } from "@hornbeam/testing";
import { valuesOf } from "../../testing/values.ts";
import { cropImages, padImages } from "./margins.ts";

beforeAll(() => ready());

const square = [
  [[1], [2]],
  [[3], [4]],
];

describe("padImages", () => {
  it("puts zeros around, by two of three numbers for height and width", () => {
    const padded = padImages(square, { topPadding: 1, targetHeight: 3, leftPadding: 0, rightPadding: 1 });
    expect(padded.shape).toEqual([3, 3, 1]);
    expect(valuesOf(padded)).toEqual([0, 0, 0, 1, 2, 0, 3, 4, 0]);
  });
  it("knows sizes without data where it can", () => {
    const options = { topPadding: 1, bottomPadding: 1, targetWidth: 9, leftPadding: 2 };
    expect(padImages(new KerasTensor([null, null, 5, 3]), options).shape).toEqual([null, null, 9, 3]);
  });
  it("refuses three numbers, or one", () => {
    const width = { leftPadding: 0, rightPadding: 0 };
    expect(() => padImages(square, { topPadding: 1, bottomPadding: 1, targetHeight: 5, ...width })).toThrow(
      "Cannot call ops.image.padImages: exactly two of `topPadding`, `bottomPadding`, `targetHeight` must be given, received [1, 1, 5]",
    );
    expect(() => padImages(square, { topPadding: 1, ...width })).toThrow("received [1, null, null]");
  });
  it("refuses a frame that is smaller than the images", () => {
    const options = { topPadding: 0, targetHeight: 1, leftPadding: 0, rightPadding: 0 };
    expect(() => padImages(square, options)).toThrow(
      "Cannot call ops.image.padImages: `bottomPadding` must be a non-negative integer, received -1",
    );
  });
});

describe("cropImages", () => {
  it("takes the part between the margins", () => {
    const part = cropImages([square], { topCropping: 1, bottomCropping: 0, rightCropping: 1, targetWidth: 1 });
    expect(part).toBeClose([[[[3]]]]);
  });
  it("takes channels that come first", () => {
    const options = { topCropping: 0, bottomCropping: 1, leftCropping: 0, targetWidth: 2 };
    expect(
      cropImages(
        [
          [
            [1, 2],
            [3, 4],
          ],
        ],
        { ...options, dataFormat: "channels_first" },
      ),
    ).toBeClose([[[1, 2]]]);
  });
  it("needs a target where the size is not known", () => {
    const options = { topCropping: 0, bottomCropping: 1, leftCropping: 0, targetWidth: 2 };
    expect(() => cropImages(new KerasTensor([null, null, 4, 1]), options)).toThrow(
      "where height or width is not known, `targetHeight` or `targetWidth` must be given",
    );
  });
  it("refuses to cut off more than there is", () => {
    const options = { topCropping: 2, bottomCropping: 1, leftCropping: 0, rightCropping: 0 };
    expect(() => cropImages(square, options)).toThrow("`targetHeight` must be a non-negative integer, received -1");
  });
});
