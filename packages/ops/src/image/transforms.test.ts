import { KerasTensor, memory, NDArray, ready, SeedGenerator, toTensor, valueAndGrad } from "@hornbeam/core";
import { beforeAll, describe, expect, it } from "@hornbeam/testing";
import { valuesOf } from "../../testing/values.ts";
import { tensor } from "../core/convert.ts";
import { sum } from "../numpy/reductions.ts";
import { affineTransform } from "./affine-transform.ts";
import { elasticTransform } from "./elastic-transform.ts";
import { mapCoordinates } from "./map-coordinates.ts";
import { perspectiveTransform } from "./perspective-transform.ts";
import { scaleAndTranslate } from "./scale-and-translate.ts";

beforeAll(() => ready());

const matrix = [
  [0, 1, 4],
  [9, 16, 25],
  [36, 49, 64],
];
const image = matrix.map((row) => row.map((pixel) => [pixel]));

describe("affineTransform", () => {
  const turned = [0.8, 0.2, -0.7, -0.1, 1.1, 0.6, 0.02, -0.01];
  // made by Keras 3.15.1
  const keras = {
    constant: [0.92, 4.7982, 6.324, 13.5335, 27.8926, 31.856, 2.6676, 12.05, 23.406],
    nearest: [5.4, 4.7982, 6.324, 28.3636, 27.8926, 31.856, 36, 42.5, 53.1176],
    wrap: [16.6, 4.7982, 6.324, 52.9697, 27.8926, 31.856, 4, 0.5, 1.8235],
    reflect: [5.4, 4.7982, 6.324, 28.3636, 27.8926, 31.856, 36, 42.5, 53.1176],
  } as const;
  for (const [fillMode, values] of Object.entries(keras)) {
    it(`reads beyond the image as Keras does: ${fillMode}`, () => {
      const options = { fillMode: fillMode as keyof typeof keras, fillValue: -1 };
      expect(valuesOf(affineTransform(image, turned, options))).toBeClose([...values], { rtol: 1e-4, atol: 1e-4 });
    });
  }
  for (const fillMode of ["constant", "nearest", "wrap", "reflect"] as const) {
    for (const interpolation of ["bilinear", "nearest"] as const) {
      it(`gives the same where a gradient is taken: ${fillMode}, ${interpolation}`, () => {
        const options = { fillMode, interpolation, fillValue: -1 };
        const alone = affineTransform(image, turned, options);
        const x = toTensor(image);
        let beside: number[] = [];
        valueAndGrad(() => {
          const values = affineTransform(x, turned, options);
          beside = valuesOf(values);
          return sum(values);
        }, [x]);
        expect(beside).toBeClose(valuesOf(alone), { rtol: 1e-4, atol: 1e-4 });
      });
    }
  }
  it("transforms each image by its own numbers", () => {
    const shifts = [
      [1, 0, 1, 0, 1, 0, 0, 0],
      [1, 0, 0, 0, 1, 2, 0, 0],
    ];
    const moved = affineTransform([image, image], shifts, { interpolation: "nearest" });
    expect(valuesOf(moved)).toEqual([1, 4, 0, 16, 25, 0, 49, 64, 0, 36, 49, 64, 0, 0, 0, 0, 0, 0]);
  });
  it("fills what comes from infinity", () => {
    const horizon = affineTransform(image, [1, 0, 0, 0, 1, 0, -0.5, 0], { fillMode: "nearest", fillValue: 7 });
    expect(valuesOf(horizon)[2]).toBe(7);
  });
  it("refuses transforms that do not fit", () => {
    expect(() => affineTransform(image, [1, 0, 0])).toThrow(
      "Cannot call ops.image.affineTransform: `transform` must have shape [8] (one transform) or [batch, 8], received shape [3]",
    );
    expect(() => affineTransform(new KerasTensor([2, 4, 4, 1]), new KerasTensor([3, 8]))).toThrow(
      "there must be one transform, or one for each of the 2 images",
    );
  });
});

describe("perspectiveTransform", () => {
  const corners = [
    [0, 0],
    [0, 2],
    [2, 0],
    [2, 2],
  ];
  it("gives what Keras gives", () => {
    const moved = [
      [0.5, 0],
      [0, 2],
      [2, 0.3],
      [1.5, 2],
    ];
    const values = [0.3746, 0.5119, 2.4872, 6.5236, 13.7507, 13.7913, 36, 52.9474, 11.2941];
    expect(valuesOf(perspectiveTransform(image, corners, moved))).toBeClose(values, { rtol: 1e-4, atol: 1e-4 });
  });
  it("refuses points on a line, and other numbers of them", () => {
    const line = corners.map(([x]) => [x!, 0]);
    expect(() => perspectiveTransform(image, corners, line)).toThrow(
      "Cannot call ops.image.perspectiveTransform: `endPoints` must have no three points on a line",
    );
    expect(() => perspectiveTransform(image, corners.slice(1), corners)).toThrow(
      "Cannot call ops.image.perspectiveTransform: `startPoints` must have shape [4, 2] or [batch, 4, 2], received shape [3, 2]",
    );
  });
});

describe("mapCoordinates", () => {
  it("mixes neighbours by their distance", () => {
    expect(mapCoordinates(matrix, [[0.5], [1.5]], 1)).toBeClose([(1 + 4 + 16 + 25) / 4]);
  });
  it("takes the nearest for order 0, the even one of two", () => {
    expect(mapCoordinates([10, 20, 30], [[0.4, 0.5, 1.5]], 0)).toBeClose([10, 10, 30]);
  });
  it("continues a row as its mode says", () => {
    const row = [1, 2, 4];
    const places = [[-2, -1, 3, 4]];
    expect(mapCoordinates(row, places, 0, { fillValue: 9 })).toBeClose([9, 9, 9, 9]);
    expect(mapCoordinates(row, places, 0, { fillMode: "nearest" })).toBeClose([1, 1, 4, 4]);
    expect(mapCoordinates(row, places, 0, { fillMode: "wrap" })).toBeClose([2, 4, 1, 2]);
    expect(mapCoordinates(row, places, 0, { fillMode: "reflect" })).toBeClose([2, 1, 4, 2]);
    expect(mapCoordinates(row, places, 0, { fillMode: "mirror" })).toBeClose([4, 2, 2, 1]);
  });
  it("wraps between the last element and the first as Keras does", () => {
    const places = [
      [-0.5, 1.25, 3.5],
      [0.5, 2.5, -1],
    ];
    expect(mapCoordinates(matrix, places, 1, { fillMode: "wrap" })).toBeClose([21.5, 25.25, 14.5]);
  });
  it("reads nothing outside of memory for places that are no numbers", () => {
    const places = [[Number.NaN, Number.POSITIVE_INFINITY, -1e30]];
    expect(mapCoordinates([1, 2], places, 0, { fillValue: 5 })).toBeClose([5, 5, 5]);
    expect(mapCoordinates([1, 2], places, 0, { fillMode: "nearest" }).shape).toEqual([3]);
  });
  it("rounds integers", () => {
    const mapped = mapCoordinates(new NDArray(Int32Array.of(0, 3), [2]), [[0.5]], 1);
    expect(mapped.dtype).toBe("int32");
    expect(mapped).toBeClose([2]);
  });
  it("refuses other orders, and coordinates of another number of axes", () => {
    expect(() => mapCoordinates(matrix, [[0], [0]], 2)).toThrow("`order` must be 0 or 1, received 2");
    expect(() => mapCoordinates(matrix, [[0]], 1)).toThrow(
      "Cannot call ops.image.mapCoordinates: the first axis of `coordinates` must have a row for each of the 2 axes of `inputs`, received shape [1, 1]",
    );
  });
});

describe("scaleAndTranslate", () => {
  it("gives what Keras gives", () => {
    const [shape, scale, shift, axes] = [
      [4, 2],
      [1.5, 0.6],
      [-0.5, 0.2],
      [0, 1],
    ];
    const lanczos = [0.0611, 3.3742, 5.4774, 14.221, 27.0773, 43.7644, 40.3883, 60.1984];
    const cubic = [0.7287, 5.0207, 6.2815, 18.0601, 23.8235, 43.789, 37.7763, 62.7808];
    const close = { rtol: 1e-4, atol: 1e-4 };
    expect(valuesOf(scaleAndTranslate(matrix, shape!, scale!, shift!, axes!, "lanczos3"))).toBeClose(lanczos, close);
    const sharp = scaleAndTranslate(matrix, shape!, scale!, shift!, axes!, "cubic", { antialias: false });
    expect(valuesOf(sharp)).toBeClose(cubic, close);
  });
  it("keeps integers within what there was", () => {
    const row = new NDArray(Int32Array.of(0, 0, 10, 10), [4]);
    const scaled = scaleAndTranslate(row, [8], [2], [0], [0], "cubic");
    expect(scaled.dtype).toBe("int32");
    expect([...valuesOf(scaled)].sort((a, b) => a - b).filter((one) => one < 0 || one > 10)).toEqual([]);
  });
  it("refuses another shape along axes that are not scaled", () => {
    expect(() => scaleAndTranslate(matrix, [3, 4], [1], [0], [0], "linear")).toThrow(
      "Cannot call ops.image.scaleAndTranslate: `outputShape` must be that of `images`, [3,3], but for the axes scaled, received shape [3, 4]",
    );
  });
});

describe("elasticTransform", () => {
  const flat = new NDArray(new Float32Array(2 * 12 * 12).fill(3), [2, 12, 12, 1]);
  it("does nothing without strength, and leaves one color as it is", () => {
    expect(elasticTransform(image, { alpha: 0 })).toBeClose(image);
    expect(elasticTransform(flat, { alpha: 5, sigma: 2, seed: 1 })).toBeClose(flat);
  });
  it("gives the same for the same seed, and something else for another", () => {
    const noise = new NDArray(
      Float32Array.from({ length: 144 }, (_, i) => (i * 37) % 11),
      [12, 12, 1],
    );
    const by = (seed: number | SeedGenerator) => valuesOf(elasticTransform(noise, { alpha: 4, sigma: 1, seed }));
    expect(by(3)).toEqual(by(3));
    expect(by(3)).not.toEqual(by(4));
    using generator = new SeedGenerator({ seed: 3 });
    expect(by(generator)).not.toEqual(by(generator));
  });
  it("takes strength, deviation and key in tensors, and has room for the largest deviation", () => {
    const noise = new NDArray(
      Float32Array.from({ length: 288 }, (_, i) => (i * 37) % 11),
      [2, 12, 12, 1],
    );
    const wanted = valuesOf(elasticTransform(noise, { alpha: 4, sigma: 2.5, seed: 3 }));
    const drawn = (atMost: number) => ({ alpha: tensor(4), sigma: { value: tensor(2.5), atMost }, seed: 3 });
    for (const atMost of [2.5, 4.2]) expect(valuesOf(elasticTransform(noise, drawn(atMost)))).toBeClose(wanted, { atol: 1e-4 }); // biome-ignore format: one line
    const by = (word: number) =>
      valuesOf(elasticTransform(noise, { ...drawn(3), seed: tensor([1, word], { dtype: "int32" }) }));
    expect(by(2)).toEqual(by(2));
    expect(by(2)).not.toEqual(by(3));
    const still = { value: tensor(0), atMost: 3 };
    expect(elasticTransform(noise, { alpha: tensor(0), sigma: still, seed: 3 })).toBeClose(noise);
  });
  it("moves pixels along both directions, each image in its own way", () => {
    const down = Float32Array.from({ length: 288 }, (_, i) => Math.floor((i % 144) / 12));
    const moved = valuesOf(elasticTransform(new NDArray(down, [2, 12, 12, 1]), { alpha: 4, sigma: 1, seed: 5 }));
    expect(moved.slice(0, 144)).not.toEqual(moved.slice(144));
    const across = Float32Array.from({ length: 144 }, (_, i) => i % 12);
    const sideways = valuesOf(elasticTransform(new NDArray(across, [1, 12, 12, 1]), { alpha: 4, sigma: 1, seed: 5 }));
    const [dy, dx] = [moved.map((one, i) => one - down[i]!), sideways.map((one, i) => one - across[i]!)];
    expect(dy.slice(26, 30)).not.toBeClose(dx.slice(26, 30));
  });
  it("leaves no tensors", () => {
    const before = memory().numTensors;
    elasticTransform(flat, { seed: 1 }).dispose();
    expect(memory().numTensors).toBe(before);
  });
});
