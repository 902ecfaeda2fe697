import { inflateSync } from "node:zlib";
import { NDArray } from "@hornbeam/core";
import { describe, expect, it } from "vitest";
import { diverging, greys } from "./_diverging.ts";
import { plotConvWeights } from "./plot-conv-weights.ts";

const texts = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)/g)].map((match) => match[1]);

/** Bytes of the RGB bitmaps in a picture, the colour bar first. */
function bitmaps(svg: string): number[][] {
  return [...svg.matchAll(/href="data:image\/png;base64,([^"]*)"/g)].map(([, base64]) => {
    const png = Buffer.from(base64!, "base64");
    const row = png.readUInt32BE(16) * 3 + 1;
    return [...inflateSync(png.subarray(41, 41 + png.readUInt32BE(33)))].filter((_, i) => i % row !== 0);
  });
}

// 1 by 2 pixels, two inputs, three filters: value = 100·pixel + 10·input + filter
const kernel = new NDArray(Float32Array.of(0, 1, 2, 10, 11, 12, 100, 101, 102, 110, 111, 112), [1, 2, 2, 3], "float32");

describe("plotConvWeights", () => {
  it("shows the filters of one input channel in one scale", () => {
    const svg = plotConvWeights(kernel, { inputChannel: 1, colors: "grey" }).toSVG();
    const level = (value: number) => greys(value / 112)[0];
    const filters = bitmaps(svg).slice(1);
    expect(filters).toEqual(
      [0, 1, 2].map((filter) =>
        [10 + filter, 110 + filter].flatMap((value) => [level(value), level(value), level(value)]),
      ),
    );
    expect(texts(svg)).toEqual(
      expect.arrayContaining(["Filters of input channel 1", "3 filters, 1 × 2", "0", "1", "2", "−100", "100"]),
    );
  });

  it("has zero in the middle of the colours and the ends at the greatest size", () => {
    const [bar, filter] = bitmaps(
      plotConvWeights([
        [
          [[0], [7]],
          [[-0.5], [7]],
          [[0.25], [-9]],
        ],
      ]).toSVG(),
    );
    expect(bar!.slice(0, 3)).toEqual([122, 16, 38]);
    expect(bar!.slice(-3)).toEqual([18, 61, 130]);
    expect(bar!.slice(127 * 3, 127 * 3 + 3)).toEqual([246, 246, 246]);
    expect(filter).toEqual([...diverging(0), ...diverging(-1), ...diverging(0.5)]);
  });

  it("takes the limit that is given, and shows kernels of zeros", () => {
    const [, filter] = bitmaps(plotConvWeights([[[[1]], [[4]]]], { limit: 2 }).toSVG());
    expect(filter).toEqual([...diverging(0.5), ...diverging(1)]);
    const zeros = plotConvWeights(NDArray.zeros([3, 3, 1, 4])).toSVG();
    expect(new Set(bitmaps(zeros)[1])).toEqual(new Set([246]));
  });

  it("shows NaN in purple, and does not let it or infinity set the scale", () => {
    const [, filter] = bitmaps(plotConvWeights([[[[Number.NaN]], [[Infinity]], [[2]]]]).toSVG());
    expect(filter).toEqual([214, 41, 176, ...diverging(1), ...diverging(1)]);
  });

  it("refuses what is no kernel, and channels that it does not have", () => {
    expect(() => plotConvWeights(undefined)).toThrow(
      "Cannot plot filters: the kernel must be an array of shape [height, width, inputs, filters], received undefined\n" +
        "A layer has weights when its model has been built or called.",
    );
    expect(() => plotConvWeights(NDArray.zeros([3, 16]))).toThrow(
      "Cannot plot filters: the kernel must have shape [height, width, inputs, filters], received shape [3, 16]",
    );
    expect(() => plotConvWeights(kernel, { inputChannel: 2 })).toThrow(
      "Cannot plot filters: `inputChannel` must be an integer in [0, 2), received 2",
    );
    expect(() => plotConvWeights(kernel, { colors: "red" } as object)).toThrow(
      'Cannot plot filters: `colors` must be one of "diverging", "grey", received "red"',
    );
  });
});

describe("diverging", () => {
  it("is dark blue at -1, near white at 0, dark red at 1, and no further", () => {
    expect([-2, -1, 0, 1, 2].map(diverging)).toEqual([
      [18, 61, 130],
      [18, 61, 130],
      [246, 246, 246],
      [122, 16, 38],
      [122, 16, 38],
    ]);
  });

  it("gets darker in equal measure to both sides", () => {
    const light = (value: number) =>
      0.2126 * diverging(value)[0] + 0.7152 * diverging(value)[1] + 0.0722 * diverging(value)[2];
    for (let value = 0.1; value <= 1; value += 0.1) {
      expect(light(value)).toBeLessThan(light(value - 0.1));
      expect(light(-value)).toBeLessThan(light(0.1 - value));
    }
  });
});
