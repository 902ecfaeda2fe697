import { KerasTensor, ready } from "@hornbeam/core";
import { beforeAll, describe, expect, it } from "@hornbeam/testing";
import { checkGradients, numbers } from "../../testing/check-gradient.ts";
import { ones } from "../numpy/creation.ts";
import { fold, unfold } from "./fold.ts";

beforeAll(() => ready());

const image = [
  [
    [
      [1, 2, 3],
      [4, 5, 6],
    ],
  ],
];

describe("unfold", () => {
  it("gives what a window reads as columns", () => {
    expect(unfold(image, 2)).toBeClose([
      [
        [1, 2],
        [2, 3],
        [4, 5],
        [5, 6],
      ],
    ]);
  });
  it("puts zeros around, and takes steps", () => {
    expect(unfold(image, [1, 1], { padding: [0, 1], stride: [1, 4] })).toBeClose([[[0, 0, 0, 0]]]);
  });
  it("leaves pixels out where it is dilated", () => {
    expect(unfold(image, [1, 2], { dilation: [1, 2] })).toBeClose([
      [
        [1, 4],
        [3, 6],
      ],
    ]);
  });
  it("has a gradient", () => {
    checkGradients((x) => unfold(x, [2, 3], { padding: 1, stride: [2, 1] }), numbers([2, 2, 4, 5]));
  });
  it("tells its shape without data", () => {
    expect(unfold(new KerasTensor([null, 3, 4, 4]), 2).shape).toEqual([null, 12, 9]);
    expect(unfold(new KerasTensor([null, 3, null, 4]), 2).shape).toEqual([null, 12, null]);
  });
  it("refuses windows that do not fit", () => {
    expect(() => unfold(image, 3)).toThrow(
      "Cannot call ops.unfold: a window of 3 by 3 must fit into the images, received shape [1, 1, 2, 3]",
    );
  });
});

describe("fold", () => {
  it("adds blocks up where they meet", () => {
    expect(fold(unfold(ones([1, 1, 3, 3]), 2), 3, 2)).toBeClose([
      [
        [
          [1, 2, 1],
          [2, 4, 2],
          [1, 2, 1],
        ],
      ],
    ]);
  });
  it("undoes unfold where blocks do not meet", () => {
    const x = numbers([2, 3, 4, 6]);
    expect(fold(unfold(x, [2, 3], { stride: [2, 3] }), [4, 6], [2, 3], { stride: [2, 3] })).toBeClose(x);
  });
  it("has a gradient, and takes the frame off", () => {
    checkGradients((x) => fold(x, 4, 3, { padding: 1 }), numbers([2, 18, 16]));
  });
  it("tells its shape without data, and refuses other numbers of blocks", () => {
    expect(fold(new KerasTensor([null, 8, 4]), 4, 2, { stride: 2 }).shape).toEqual([null, 2, 4, 4]);
    expect(() => fold(ones([1, 4, 3]), 3, 2)).toThrow(
      "Cannot call ops.fold: the last axis must hold the 2 by 2 blocks of images of 3 by 3, received shape [1, 4, 3]",
    );
  });
});
