import { KerasTensor, ShapeError } from "@hornbeam/core";
import { describe, expect, it } from "@hornbeam/testing";
import { arange, ones } from "../numpy/creation.ts";
import { reshape } from "../numpy/reshape.ts";
import { conv } from "./conv.ts";
import { convTranspose } from "./conv-transpose.ts";
import { depthwiseConv, separableConv } from "./depthwise-conv.ts";
import { averagePool, maxPool } from "./pooling.ts";

/** The numbers 0, 1, 2, … of an image with one channel. */
const image = (rows: number, columns: number) => reshape(arange(rows * columns), [1, rows, columns, 1]);

describe("conv", () => {
  it("sums windows", () => {
    expect(reshape(conv(image(3, 3), ones([2, 2, 1, 1])), [2, 2])).toBeClose([
      [8, 12],
      [20, 24],
    ]);
    expect(reshape(conv(image(3, 3), ones([3, 3, 1, 1]), { padding: "same" }), [3, 3])).toBeClose([
      [8, 15, 12],
      [21, 36, 27],
      [20, 33, 24],
    ]);
    expect(reshape(conv(image(3, 3), ones([2, 2, 1, 1]), { dilationRate: 2 }), [1])).toBeClose([16]);
  });

  it("convolves sequences, volumes and groups", () => {
    expect(conv([[[1], [2], [3]]], ones([2, 1, 1]))).toBeClose([[[3], [5]]]);
    expect(conv(ones([1, 2, 2, 2, 1]), ones([2, 2, 2, 1, 1]))).toBeClose([[[[[8]]]]]);
    expect(
      conv(
        [[[[1, 2, 3, 4]]]],
        [
          [
            [
              [1, 1],
              [1, 1],
            ],
          ],
        ],
      ),
    ).toBeClose([[[[3, 7]]]]);
  });

  it("puts channels first where asked to", () => {
    const first = conv(reshape(image(3, 3), [1, 1, 3, 3]), ones([2, 2, 1, 1]), { dataFormat: "channels_first" });
    expect(reshape(first, [2, 2])).toBeClose([
      [8, 12],
      [20, 24],
    ]);
    expect(first.shape).toEqual([1, 1, 2, 2]);
  });

  it("infers shapes where sizes are not known", () => {
    const open = new KerasTensor([null, null, 28, 3]);
    expect(conv(open, new KerasTensor([3, 3, 3, 8]), { strides: 2, padding: "same" }).shape).toEqual([
      null,
      null,
      14,
      8,
    ]);
    expect(conv(open, new KerasTensor([3, 5, 3, 8])).shape).toEqual([null, null, 24, 8]);
  });

  it("refuses channels and windows that do not fit", () => {
    expect(() => conv(ones([1, 4, 4, 3]), ones([2, 2, 2, 1]))).toThrow(ShapeError);
    expect(() => conv(image(2, 2), ones([3, 3, 1, 1]))).toThrow(
      'Cannot call ops.conv: the window of size [3, 3] must fit into the spatial axes, or else the computed output size would be zero or negative, received shape [2, 2]\nUse padding "same", or a smaller window, stride or dilation.',
    );
    expect(() => conv(image(3, 3), ones([2, 2, 1, 1]), { padding: "causal" as "same" })).toThrow(
      '`padding` must be "valid" or "same", received "causal"',
    );
    expect(() => conv(image(3, 3), ones([2, 2, 1, 1]), { strides: [1, 2, 3] })).toThrow(
      "`strides` must be an integer from 1 or a list of 2 of them, received [1, 2, 3]",
    );
  });
});

describe("depthwise and separable convolution", () => {
  it("keep channels apart, and then mix them", () => {
    const x = [
      [
        [
          [1, 10],
          [2, 20],
        ],
      ],
    ];
    expect(depthwiseConv(x, ones([1, 2, 2, 1]))).toBeClose([[[[3, 30]]]]);
    expect(
      depthwiseConv(x, [
        [
          [
            [1, 2],
            [3, 4],
          ],
        ],
      ]),
    ).toBeClose([
      [
        [
          [1, 2, 30, 40],
          [2, 4, 60, 80],
        ],
      ],
    ]);
    expect(separableConv(x, ones([1, 2, 2, 1]), [[[[1], [0.1]]]])).toBeClose([[[[6]]]]);
    expect(
      depthwiseConv(
        [
          [
            [1, 10],
            [2, 20],
            [3, 30],
          ],
        ],
        ones([2, 2, 1]),
        { strides: 2 },
      ),
    ).toBeClose([[[3, 30]]]);
  });

  it("take strides that differ, and strides with dilation", () => {
    expect(reshape(depthwiseConv(image(3, 4), ones([1, 1, 1, 1]), { strides: [2, 3] }), [2, 2])).toBeClose([
      [0, 3],
      [8, 11],
    ]);
    const both = depthwiseConv(image(5, 5), ones([2, 2, 1, 1]), { strides: 2, dilationRate: 2 });
    expect(reshape(both, [2, 2])).toBeClose([
      [24, 32],
      [64, 72],
    ]);
  });
});

describe("convTranspose", () => {
  it("lays copies of the kernel", () => {
    expect(convTranspose([[[1], [2]]], [[[1]], [[10]]])).toBeClose([[[1], [12], [20]]]);
    expect(convTranspose([[[1], [2]]], [[[1]], [[10]]], { strides: 2 })).toBeClose([[[1], [10], [2], [20]]]);
    expect(convTranspose([[[1], [2]]], ones([1, 1, 1]), { strides: 3 })).toBeClose([[[1], [0], [0], [2], [0], [0]]]);
  });

  it("infers sizes, those that output padding settles too", () => {
    const x = new KerasTensor([null, 5, null, 3]);
    const kernel = new KerasTensor([3, 3, 8, 3]);
    expect(convTranspose(x, kernel, { strides: 2, padding: "same" }).shape).toEqual([null, 10, null, 8]);
    expect(convTranspose(x, kernel, { strides: 2 }).shape).toEqual([null, 11, null, 8]);
    expect(convTranspose(x, kernel, { strides: 2, padding: "same", outputPadding: 0 }).shape).toEqual([
      null,
      9,
      null,
      8,
    ]);
  });
});

describe("pooling", () => {
  it("takes the largest and the mean", () => {
    expect(reshape(maxPool(image(4, 4), 2), [2, 2])).toBeClose([
      [5, 7],
      [13, 15],
    ]);
    expect(reshape(averagePool(image(4, 4), 2), [2, 2])).toBeClose([
      [2.5, 4.5],
      [10.5, 12.5],
    ]);
    expect(averagePool([[[1], [3], [8]]], 2, { strides: 1 })).toBeClose([[[2], [5.5]]]);
  });

  it("does not count what padding adds", () => {
    expect(reshape(averagePool(image(3, 3), 2, { padding: "same" }), [2, 2])).toBeClose([
      [2, 3.5],
      [6.5, 8],
    ]);
    expect(maxPool([[[-1], [-2], [-3]]], 2, { padding: "same" })).toBeClose([[[-1], [-3]]]);
  });

  it("infers shapes", () => {
    expect(maxPool(new KerasTensor([null, 28, null, 3]), [2, 3]).shape).toEqual([null, 14, null, 3]);
    expect(maxPool(new KerasTensor([null, 3, 9]), 2, { dataFormat: "channels_first" }).shape).toEqual([null, 3, 4]);
  });
});
