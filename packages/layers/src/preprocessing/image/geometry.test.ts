import { clearSession, memory, NDArray, type Tensor, toNDArray, toTensor } from "@hornbeam/core";
import { full, tensor } from "@hornbeam/ops";
import { beforeEach, describe, expect, it } from "@hornbeam/testing";
import { homography } from "./_homography.ts";
import { RandomElasticTransform } from "./random-elastic-transform.ts";
import { RandomPerspective } from "./random-perspective.ts";
import { RandomRotation } from "./random-rotation.ts";
import { RandomShear } from "./random-shear.ts";
import { RandomTranslation } from "./random-translation.ts";
import { RandomZoom } from "./random-zoom.ts";

beforeEach(() => clearSession());
const numbers = (x: Tensor): number[] => Array.from(toNDArray(x).data, Number);
/** A white rectangle on black, its box and its mask. */
const rectangle = (count = 1) => {
  const pixels = Float32Array.from({ length: 400 }, (_, i) =>
    i % 20 >= 6 && i % 20 < 12 && i >= 160 && i < 240 ? 200 : 0,
  );
  const images = toTensor(new NDArray(Float32Array.from({ length: 400 * count }, (_, i) => pixels[i % 400]!), [count, 20, 20, 1])); // biome-ignore format: one line
  const boxes = tensor(Array.from({ length: count }, () => [[6, 8, 12, 12]]));
  return { images, bounding_boxes: { boxes, labels: tensor(Array.from({ length: count }, () => [1])) }, segmentation_masks: images }; // biome-ignore format: one line
};
const layers = {
  RandomRotation: () => new RandomRotation({ factor: 0.2, fillMode: "constant", boundingBoxFormat: "xyxy", seed: 1 }),
  RandomTranslation: () => new RandomTranslation({ heightFactor: 0.2, widthFactor: 0.2, fillMode: "constant", boundingBoxFormat: "xyxy", seed: 1 }), // biome-ignore format: one line
  RandomZoom: () => new RandomZoom({ heightFactor: 0.4, widthFactor: 0.3, fillMode: "constant", boundingBoxFormat: "xyxy", seed: 1 }), // biome-ignore format: one line
  RandomShear: () => new RandomShear({ xFactor: 0.3, fillMode: "constant", boundingBoxFormat: "xyxy", seed: 1 }),
  RandomPerspective: () => new RandomPerspective({ factor: [1, 1], scale: 0.6, boundingBoxFormat: "xyxy", seed: 1 }),
};

describe.each(Object.entries(layers))("%s", (_, make) => {
  it("moves boxes and masks with the images, each by its own draw", () => {
    const layer = make();
    const data = rectangle(8);
    const { images, bounding_boxes, segmentation_masks } = layer(data);
    const pixels = toNDArray(images).toArray() as number[][][][];
    const boxes = toNDArray(bounding_boxes.boxes).toArray() as number[][][];
    for (const [i, image] of pixels.entries()) {
      const white = image.flatMap((row, y) => row.flatMap(([value], x) => (value! > 100 ? [[x, y]] : [])));
      const [xs, ys] = [white.map(([x]) => x!), white.map(([, y]) => y!)];
      const [left, top, right, bottom] = boxes[i]![0]!;
      // a pixel at x covers [x, x + 1], and counts when half of it is white
      expect(Math.abs(Math.min(...xs) - left!)).toBeLessThan(2.1);
      expect(Math.abs(Math.min(...ys) - top!)).toBeLessThan(2.1);
      expect(Math.abs(Math.max(...xs) + 1 - right!)).toBeLessThan(2.1);
      expect(Math.abs(Math.max(...ys) + 1 - bottom!)).toBeLessThan(2.1);
    }
    expect(new Set(boxes.map((one) => one.join())).size).toBe(8);
    expect(new Set(numbers(segmentation_masks))).toEqual(new Set([0, 200])); // nothing between classes
  });
  it("gives the same with the same seed, leaves nothing behind, and images alone outside of training", () => {
    const { images } = rectangle();
    const before = memory().numTensors;
    const [one, two] = [make(), make()];
    const made = [one(images), two(images), one(images, { training: false })] as const;
    expect(numbers(made[0])).toEqual(numbers(made[1]));
    expect(numbers(made[2])).toEqual(numbers(images));
    for (const x of made) x.dispose();
    for (const layer of [one, two]) layer[Symbol.dispose]();
    expect(memory().numTensors).toBeLessThanOrEqual(before + 2); // the states of two seeds
    expect(one.computeOutputShape([null, 4, 5, 1])).toEqual([null, 4, 5, 1]);
  });
  it("has a config that makes it again", () => {
    const layer = make();
    const Class = layer.constructor as unknown as { fromConfig(config: object): typeof layer };
    expect(Class.fromConfig(layer.getConfig()).getConfig()).toEqual(layer.getConfig());
  });
});

describe("layers that move pixels", () => {
  it("turn counter-clockwise by a quarter", () => {
    const x = tensor([[[1], [2]], [[3], [4]]]); // biome-ignore format: an image
    expect(new RandomRotation({ factor: [0.25, 0.25], fillMode: "nearest" })(x)).toBeClose([[[2], [4]], [[1], [3]]], { atol: 1e-4 }); // biome-ignore format: an image
  });
  it("turn boxes of every format", () => {
    const turn = (boundingBoxFormat: "xywh" | "rel_yxyx", box: number[]) =>
      new RandomRotation({ factor: [0.5, 0.5], boundingBoxFormat })({
        images: full([11, 21, 1], 0),
        bounding_boxes: { boxes: tensor([box]), labels: tensor([1]) },
      }).bounding_boxes.boxes;
    expect(turn("xywh", [2, 1, 4, 3])).toBeClose([[14, 6, 4, 3]], { atol: 1e-4 }); // [2, 6] becomes [20 - 6, 20 - 2]
    expect(turn("rel_yxyx", [1 / 11, 2 / 21, 4 / 11, 6 / 21])).toBeClose([[6 / 11, 14 / 21, 9 / 11, 18 / 21]], {
      atol: 1e-4,
    });
  });
  it("shift down and to the right where factors are positive, and drop what leaves the image", () => {
    const layer = new RandomTranslation({ heightFactor: 0, widthFactor: [0.5, 0.5], fillMode: "constant", fillValue: 9, boundingBoxFormat: "xyxy" }); // biome-ignore format: one line
    const boxes = { boxes: tensor([[0, 0, 1, 1], [3, 0, 4, 1]]), labels: tensor([1, 2], { dtype: "int32" }) }; // biome-ignore format: boxes
    const made = layer({ images: tensor([[[1], [2], [3], [4]]]), bounding_boxes: boxes });
    expect(numbers(made.images)).toEqual([9, 9, 1, 2]);
    expect(made.bounding_boxes.boxes).toBeClose([[2, 0, 3, 1], [4, 0, 4, 1]]); // biome-ignore format: boxes
    expect(numbers(made.bounding_boxes.labels)).toEqual([1, -1]);
  });
  it("zoom by the same factor both ways unless told", () => {
    const x = full([3, 3, 1], 8);
    const inside = new RandomZoom({ heightFactor: [1, 1], fillMode: "constant" })(x); // three pixels become one and a half
    expect(numbers(inside).map((value) => value > 0)).toEqual([false, false, false, false, true, false, false, false, false]); // biome-ignore format: one line
  });
  it("lean either way", () => {
    const layer = new RandomShear({ xFactor: [1, 1], fillMode: "constant", seed: 2 });
    const x = tensor([[[1], [2], [3]], [[1], [2], [3]]]); // biome-ignore format: an image
    const seen = new Set(Array.from({ length: 12 }, () => numbers(layer(x)).join()));
    expect([...seen].sort()).toEqual(["1,2,3,0,1,2", "1,2,3,2,3,0"]);
    expect(new RandomShear({ xFactor: 0.2 }).getConfig()).toMatchObject({ x_factor: [-0.2, 0.2], y_factor: [0, 0] });
  });
  it("distort images and masks alike", () => {
    const { images } = rectangle(2);
    const layer = new RandomElasticTransform({ factor: [1, 1], interpolation: "nearest", seed: 3 });
    const made = layer({ images, segmentation_masks: images });
    expect(numbers(made.images)).toEqual(numbers(made.segmentation_masks));
    const smooth = new RandomElasticTransform({ factor: [1, 1], scale: [1, 1], seed: 3 })(images);
    expect(numbers(smooth)).not.toEqual(numbers(images));
    const bounding_boxes = { boxes: full([2, 1, 4], 1), labels: full([2, 1], 1) };
    const boxed = new RandomElasticTransform({ name: "e", boundingBoxFormat: "xyxy" });
    expect(() => boxed({ images, bounding_boxes })).toThrow(
      'Cannot call RandomElasticTransform "e": there must be no bounding boxes, which do not stay boxes',
    );
  });
  it("refuse factors beyond their ranges, and unknown words", () => {
    expect(() => new RandomRotation({ factor: 2 })).toThrow(
      "Cannot create RandomRotation: `factor` must be a number (or a list of two numbers) in the range [-1, 1], received 2",
    );
    expect(() => new RandomZoom({ heightFactor: -1 })).toThrow(
      "Cannot create RandomZoom: `heightFactor` must be a number (or a list of two numbers) in the range (-1, 1], received -1",
    );
    expect(() => new RandomTranslation({ heightFactor: 0, widthFactor: [0, 1.5] })).toThrow(
      "Cannot create RandomTranslation: `widthFactor` must be a number (or a list of two numbers) in the range [-1, 1], received [0, 1.5]",
    );
    expect(() => new RandomShear({ xFactor: -0.5 })).toThrow(
      "Cannot create RandomShear: `xFactor` must be a number (or a list of two numbers) in the range [0, 1], received -0.5",
    );
    expect(() => new RandomPerspective({ scale: 1.5 })).toThrow("`scale` must be a number in [0, 1], received 1.5");
    expect(() => new RandomRotation({ factor: 0, fillMode: "mirror" as never })).toThrow(
      'Cannot create RandomRotation: `fillMode` must be one of "reflect", "wrap", "constant", "nearest", received "mirror"',
    );
  });
});

describe("homography", () => {
  it("maps corners to corners", () => {
    const [from, to] = [[[0, 0], [4, 0], [0, 3], [4, 3]], [[0, 0], [5, 1], [-1, 3], [4, 4]]] as [number, number][][]; // biome-ignore format: corners
    const [a0, a1, a2, b0, b1, b2, c0, c1] = homography(from!, to!) as [number, number, number, number, number, number, number, number]; // biome-ignore format: one line
    for (const [i, [x, y]] of from!.entries()) {
      const k = c0 * x + c1 * y + 1;
      expect((a0 * x + a1 * y + a2) / k).toBeCloseTo(to![i]![0], 10);
      expect((b0 * x + b1 * y + b2) / k).toBeCloseTo(to![i]![1], 10);
    }
  });
  it("changes nothing where corners lie on a line", () => {
    const line = [[0, 0], [0, 0], [0, 3], [0, 3]] as [number, number][]; // biome-ignore format: corners
    expect(homography(line, line)).toEqual([1, 0, 0, 0, 1, 0, 0, 0]);
  });
});
