import { KerasTensor, NDArray, ready, type Tensor, toNDArray } from "@hornbeam/core";
import { beforeAll, describe, expect, it } from "@hornbeam/testing";
import { checkGradients, numbers } from "../../testing/check-gradient.ts";
import { resize } from "./resize.ts";

beforeAll(() => ready());

// squares of 0 to 8
const image = [
  [[0], [1], [4]],
  [[9], [16], [25]],
  [[36], [49], [64]],
];

function flat(x: Tensor): number[] {
  return [...(toNDArray(x).data as Float32Array)];
}

// made by Keras 3.15.1
const keras = {
  bilinear: [2.25, 3.8125, 6.4375, 9.25, 29.25, 36.4375, 45.8125, 54.25],
  bicubic: [1.01193, 2.09372, 4.76063, 7.34072, 30.44651, 37.60775, 49.1298, 57.78936],
  lanczos3: [-0.04741, 0.4873, 3.5259, 5.6971, 31.00615, 36.7375, 51.44714, 58.81498],
  lanczos5: [-0.99734, -0.86917, 2.15401, 3.98328, 32.12332, 36.69202, 53.43162, 59.7014],
  area: [3, 5, 7.66667, 11, 27, 34.33333, 42.33333, 51],
  nearest: [0, 1, 1, 4, 36, 49, 49, 64],
} as const;

describe("resize", () => {
  for (const [interpolation, values] of Object.entries(keras)) {
    it(`gives what Keras gives by ${interpolation} interpolation`, () => {
      expect(flat(resize(image, [2, 4], { interpolation: interpolation as keyof typeof keras }))).toBeClose([
        ...values,
      ]);
    });
    it(`has the gradient of ${interpolation} interpolation`, () => {
      const by = interpolation as keyof typeof keras;
      checkGradients((x) => resize(x, [3, 7], { interpolation: by }), numbers([2, 4, 5, 2]));
    });
  }
  it("averages more pixels with antialiasing", () => {
    const small = resize(image, [2, 2], { antialias: true });
    expect(flat(small)).toBeClose([4.59375, 9.90625, 29.90626, 44.59376]);
    checkGradients((x) => resize(x, [2, 3], { antialias: true }), numbers([1, 6, 7, 2]));
  });
  it("cuts the middle out to keep the aspect ratio", () => {
    const wide = [[[1], [2], [3], [4]]];
    expect(resize(wide, [2, 2], { cropToAspectRatio: true })).toBeClose([
      [[2], [2]],
      [[2], [2]],
    ]);
  });
  it("puts a value around to keep the aspect ratio", () => {
    const wide = [[[1], [1], [1]]];
    expect(flat(resize(wide, [3, 3], { padToAspectRatio: true, fillValue: 9 }))).toEqual([9, 9, 9, 1, 1, 1, 9, 9, 9]);
  });
  it("rounds integers to even", () => {
    const integers = new NDArray(Int32Array.of(0, 1, 4, 9), [1, 4, 1]);
    const output = resize(integers, [1, 2]);
    expect(output.dtype).toBe("int32");
    expect(flat(output)).toEqual([0, 6]); // of 0.5 and 6.5
  });
  it("tells its shape without data", () => {
    const batch = new KerasTensor([null, 3, null, null]);
    expect(resize(batch, [4, 5], { dataFormat: "channels_first" }).shape).toEqual([null, 3, 4, 5]);
  });
  it("refuses what is no image", () => {
    expect(() => resize([[1]], [2, 2])).toThrow(
      "Cannot call ops.image.resize: `images` must have rank 3 (one image) or rank 4 (a batch of images), received shape [1, 1]",
    );
  });
  it("refuses a size of zero", () => {
    expect(() => resize(image, [0, 2])).toThrow(
      "Cannot call ops.image.resize: `size` must be two positive integers, height and width, received [0, 2]",
    );
  });
  it("refuses to cut and to pad at once", () => {
    expect(() => resize(image, [2, 2], { cropToAspectRatio: true, padToAspectRatio: true })).toThrow(
      "Cannot call ops.image.resize: `cropToAspectRatio` must be false where `padToAspectRatio` is true, received true",
    );
  });
});
