import { clearSession, KerasTensor, memory, NDArray, type Tensor, toNDArray } from "@hornbeam/core";
import { concatenate, full, mean, ones, tensor } from "@hornbeam/ops";
import { beforeEach, describe, expect, expectTypeOf, it } from "@hornbeam/testing";
import { CutMix } from "./cut-mix.ts";
import { MaxNumBoundingBoxes } from "./max-num-bounding-boxes.ts";
import { MixUp } from "./mix-up.ts";

beforeEach(() => clearSession());
const numbers = (x: Tensor): number[] => Array.from(toNDArray(x).data, Number);
/** Black and white images, and what they show. */
const pair = () => ({
  images: concatenate([full([4, 8, 6, 1], 0), full([4, 8, 6, 1], 255)], { axis: 0 }),
  labels: tensor([...Array(4).fill([1, 0]), ...Array(4).fill([0, 1])]),
});

describe("MixUp", () => {
  it("blends images and labels by the same shares", () => {
    const given = pair();
    const before = memory().numTensors;
    const layer = new MixUp({ alpha: 1, seed: 3 });
    const { images, labels } = layer(given);
    layer[Symbol.dispose]();
    expect(memory().numTensors).toBe(before + 2);
    const shown = numbers(mean(images, [1, 2, 3]));
    const wanted = toNDArray(labels).toArray() as number[][];
    for (const [i, [black, white]] of wanted.entries()) {
      expect(shown[i]! / 255).toBeCloseTo(white!, 5);
      expect(black! + white!).toBeCloseTo(1, 6);
    }
    expect(new Set(shown).size).toBeGreaterThan(2);
  });
  it("keeps the boxes of both images", () => {
    const boxes = { boxes: tensor([[[0, 0, 1, 1]], [[2, 2, 3, 3]]]), labels: tensor([[5], [6]]) };
    const layer = new MixUp({ boundingBoxFormat: "xyxy", seed: 1 });
    const { bounding_boxes: mixed } = layer({ images: ones([2, 4, 4, 1]), bounding_boxes: boxes });
    expect([mixed.boxes.shape, mixed.labels.shape]).toEqual([[2, 2, 4], [2, 2]]); // biome-ignore format: shapes
    for (const row of toNDArray(mixed.labels).toArray() as number[][]) expect([5, 6]).toContain(row[1]);
  });
  it("gives the same with the same seed, and nothing new outside of training", () => {
    const draw = (options: { training?: boolean }) => numbers(new MixUp({ seed: 7 })(pair().images, options));
    expect(draw({})).toEqual(draw({}));
    expect(draw({ training: false })).toEqual(numbers(pair().images));
  });
  it("refuses classes as numbers", () => {
    expect(() => new MixUp({ name: "m" })({ images: ones([2, 2, 2, 1]), labels: tensor([1, 0]) })).toThrow(
      'Cannot call MixUp "m": labels must have shape [batch, classes], received shape [2]\n' +
        "Classes as numbers cannot be mixed: use `oneHot` first.",
    );
  });
  it("types records", () => {
    const layer = new MixUp();
    const data = { images: ones([1, 2, 2, 1]), name: "kept" } as { images: Tensor; segmentation_masks?: Tensor };
    expectTypeOf(layer(data).images).toEqualTypeOf<Tensor>();
    expectTypeOf(layer(NDArray.zeros([1, 2, 2, 1]))).toEqualTypeOf<Tensor>();
    expectTypeOf(layer(new KerasTensor([null, 2, 2, 1]))).toEqualTypeOf<KerasTensor>();
    expectTypeOf(layer({ images: new KerasTensor([null, 2, 2, 1]) })).toEqualTypeOf<{ images: KerasTensor }>();
    expectTypeOf(layer({ images: new NDArray(new Float32Array(4), [1, 2, 2, 1]) }).images).toEqualTypeOf<Tensor>();
  });
});

describe("CutMix", () => {
  it("cuts a rectangle of another image in, and mixes labels by its area", () => {
    const { images, labels } = new CutMix({ seed: 5 })(pair());
    const pixels = toNDArray(images).toArray() as number[][][][];
    const shares = toNDArray(labels).toArray() as number[][];
    let cut = 0;
    for (const [i, image] of pixels.entries()) {
      const own = i < 4 ? 0 : 255;
      const other = image.map((row) => row.map(([value]) => (value === own ? 0 : 1)));
      const rows = other.filter((row) => row.includes(1));
      for (const row of rows) expect(row).toEqual(rows[0]); // a rectangle
      const area = rows.flat().filter((value) => value === 1).length / 48;
      if (area > 0) cut++;
      if (area > 0) expect(Math.abs(shares[i]![i < 4 ? 1 : 0]! - area)).toBeLessThan(0.3); // whole pixels of fractions
    }
    expect(cut).toBeGreaterThan(0);
  });
  it("has areas of all or nothing for small factors", () => {
    const { labels } = new CutMix({ factor: [0, 0], seed: 2 })(pair());
    for (const share of numbers(labels)) expect(Math.min(Math.abs(share), Math.abs(1 - share))).toBeLessThan(1e-5);
  });
  it("refuses boxes", () => {
    const bounding_boxes = { boxes: ones([1, 1, 4]), labels: ones([1, 1]) };
    const layer = new CutMix({ name: "c", boundingBoxFormat: "xyxy" });
    expect(() => layer({ images: ones([1, 2, 2, 1]), bounding_boxes })).toThrow(
      'Cannot call CutMix "c": there must be no bounding boxes, which a rectangle may cut',
    );
  });
});

describe("MaxNumBoundingBoxes", () => {
  it("cuts boxes off or adds some", () => {
    const bounding_boxes = { boxes: tensor([[0, 1, 2, 3], [4, 5, 6, 7]]), labels: tensor([8, 9]) }; // biome-ignore format: boxes
    const call = (maxNumber: number, fillValue = -1) =>
      new MaxNumBoundingBoxes({ maxNumber, fillValue, boundingBoxFormat: "xywh" })({ images: ones([2, 2, 1]), bounding_boxes }).bounding_boxes; // biome-ignore format: one line
    expect(call(1).boxes).toBeClose([[0, 1, 2, 3]]);
    expect(numbers(call(1).labels)).toEqual([8]);
    expect(numbers(call(3).labels)).toEqual([8, 9, -1]);
    expect(call(3, 0).boxes).toBeClose([[0, 1, 2, 3], [4, 5, 6, 7], [0, 0, 0, 0]]); // biome-ignore format: boxes
  });
  it("has the fill value in its config only where it is special, as Keras does not write it", () => {
    expect(new MaxNumBoundingBoxes({ maxNumber: 2 }).getConfig()).not.toHaveProperty("fill_value");
    expect(new MaxNumBoundingBoxes({ maxNumber: 2, fillValue: 0 }).getConfig()).toMatchObject({ fill_value: 0 });
  });
  it("refuses boxes without classes, and of other ranks", () => {
    const layer = new MaxNumBoundingBoxes({ maxNumber: 2, boundingBoxFormat: "xyxy", name: "n" });
    const call = (bounding_boxes: object) => () => layer({ images: ones([1, 2, 2, 1]), bounding_boxes } as never);
    expect(call({ boxes: ones([1, 1, 4]) })).toThrow(
      'Cannot call MaxNumBoundingBoxes "n": `bounding_boxes` must be a record of `boxes` and `labels`, received ["boxes"]',
    );
    expect(call({ boxes: ones([1, 4]), labels: ones([1]) })).toThrow(
      'Cannot call MaxNumBoundingBoxes "n": `boxes` must have shape [batch, boxes, 4] and `labels` shape [batch, boxes], received shape [1, 4]',
    );
  });
});
