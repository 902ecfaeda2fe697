import { clearSession, KerasTensor, memory, NDArray, type Tensor, toNDArray, toTensor } from "@hornbeam/core";
import { cast, ones, tensor } from "@hornbeam/ops";
import { beforeEach, checkLayer, describe, expect, it } from "@hornbeam/testing";
import { CenterCrop } from "./center-crop.ts";
import { RandomCrop } from "./random-crop.ts";
import { Resizing } from "./resizing.ts";

beforeEach(() => clearSession());
const numbers = (x: Tensor): number[] => Array.from(toNDArray(x).data, Number);
/** Pixels that say where they are: ten times the row, and the column. */
const places = (height: number, width: number) =>
  toTensor(new NDArray(Float32Array.from({ length: height * width }, (_, i) => Math.floor(i / width) * 10 + (i % width)), [height, width, 1])); // biome-ignore format: one line
const record = () => ({
  images: places(4, 8),
  bounding_boxes: { boxes: tensor([[2, 0, 6, 4], [0, 0, 1, 1], [-1, -1, -1, -1]]), labels: tensor([5, 6, -1], { dtype: "int32" }) }, // biome-ignore format: one line
  labels: tensor([0, 1]),
  segmentation_masks: cast(places(4, 8), "int32"),
});

describe("Resizing", () => {
  it("keeps the layer contract", () => {
    const options = { height: 3, width: 5 };
    checkLayer(Resizing, { options, inputShape: [2, 4, 3, 2], outputShape: [2, 3, 5, 2] });
    checkLayer(Resizing, { options: { ...options, dataFormat: "channels_first" }, inputShape: [2, 2, 4, 3], outputShape: [2, 2, 3, 5] }); // biome-ignore format: one line
  });
  it("stretches boxes and masks with images, and keeps boxes that are none", () => {
    const before = memory().numTensors;
    const given = record();
    const layer = new Resizing({ height: 8, width: 4, boundingBoxFormat: "xyxy" });
    const made = layer(given);
    expect(made.images.shape).toEqual([8, 4, 1]);
    expect(made.bounding_boxes.boxes).toBeClose([[1, 0, 3, 8], [0, 0, 0.5, 2], [0, 0, 0, 0]]); // biome-ignore format: boxes
    expect(numbers(made.bounding_boxes.labels)).toEqual([5, 6, -1]);
    expect(made.segmentation_masks.dtype).toBe("int32");
    expect(numbers(made.segmentation_masks).slice(0, 4)).toEqual([1, 3, 5, 7]);
    const leaves = [given, made].flatMap((one) => [one.images, one.labels, one.segmentation_masks, one.bounding_boxes.boxes, one.bounding_boxes.labels]); // biome-ignore format: one line
    for (const leaf of leaves) leaf.dispose();
    expect(memory().numTensors).toBeLessThanOrEqual(before + 1); // the cast mask's source
  });
  it("cuts or frames to keep proportions, boxes and all", () => {
    const boxes = (options: object) =>
      new Resizing({ height: 4, width: 4, boundingBoxFormat: "xywh", ...options })({
        images: ones([4, 8, 1]),
        bounding_boxes: { boxes: tensor([[2, 0, 4, 4]]), labels: tensor([1]) },
      }).bounding_boxes.boxes;
    expect(boxes({ cropToAspectRatio: true })).toBeClose([[0, 0, 4, 4]]);
    expect(boxes({ padToAspectRatio: true })).toBeClose([[1, 1, 2, 2]]);
    const framed = new Resizing({ height: 4, width: 4, padToAspectRatio: true, fillValue: 7 })(ones([2, 4, 1]));
    expect(numbers(framed)).toEqual([7, 7, 7, 7, 1, 1, 1, 1, 1, 1, 1, 1, 7, 7, 7, 7]);
  });
  it("keeps integers", () => {
    const x = cast(tensor([[[0], [3]]]), "int32");
    const y = new Resizing({ height: 1, width: 4 })(x);
    expect([y.dtype, numbers(y)]).toEqual(["int32", [0, 1, 2, 3]]);
  });
  it("says the shapes of records", () => {
    const images = new KerasTensor([null, 4, 8, 3]);
    const masks = new KerasTensor([null, 4, 8, 1]);
    const made = new Resizing({ height: 2, width: 3 })({ images, segmentation_masks: masks });
    expect([made.images.shape, made.segmentation_masks.shape]).toEqual([[null, 2, 3, 3], [null, 2, 3, 1]]); // biome-ignore format: shapes
  });
  it("refuses sizes below 1, other ways, and cutting and framing at once", () => {
    expect(() => new Resizing({ height: 0, width: 2 })).toThrow("Cannot create Resizing: `height` must be a positive integer, received 0"); // biome-ignore format: one line
    expect(() => new Resizing({ height: 1, width: 2, interpolation: "cubic" as never })).toThrow(
      "`interpolation` must be one of",
    );
    expect(() => new Resizing({ height: 1, width: 2, cropToAspectRatio: true, padToAspectRatio: true })).toThrow(
      "Cannot create Resizing: only one of `cropToAspectRatio` and `padToAspectRatio` may be true",
    );
  });
});

describe("CenterCrop", () => {
  it("keeps the layer contract", () => {
    checkLayer(CenterCrop, { options: { height: 2, width: 3 }, inputShape: [2, 4, 6, 1], outputShape: [2, 2, 3, 1] });
    checkLayer(CenterCrop, { options: { height: 5, width: 3 }, inputShape: [2, 4, 6, 1], outputShape: [2, 5, 3, 1] });
  });
  it("cuts the middle out, and boxes that reach beyond it", () => {
    const made = new CenterCrop({ height: 2, width: 4, boundingBoxFormat: "xyxy" })(record());
    expect(numbers(made.images)).toEqual([12, 13, 14, 15, 22, 23, 24, 25]);
    expect(numbers(made.segmentation_masks)).toEqual([12, 13, 14, 15, 22, 23, 24, 25]);
    expect(made.bounding_boxes.boxes).toBeClose([[0, 0, 4, 2], [0, 0, 0, 0], [0, 0, 0, 0]]); // biome-ignore format: boxes
    expect(numbers(made.bounding_boxes.labels)).toEqual([5, -1, -1]);
  });
  it("blows the middle up where images are too small", () => {
    // of [4, 8], the middle with the proportions of [8, 8] is four columns wide
    const made = new CenterCrop({ height: 8, width: 8, boundingBoxFormat: "xyxy" })(record());
    expect(made.images.shape).toEqual([8, 8, 1]);
    expect(made.bounding_boxes.boxes).toBeClose([[0, 0, 8, 8], [0, 0, 0, 2], [0, 0, 0, 0]]); // biome-ignore format: boxes
  });
});

describe("RandomCrop", () => {
  it("cuts the same part out of images, masks and boxes", () => {
    const layer = new RandomCrop({ height: 2, width: 3, boundingBoxFormat: "xyxy", seed: 4 });
    const seen = new Set<number>();
    for (let i = 0; i < 40; i++) {
      const { images, bounding_boxes, segmentation_masks: masks } = layer(record());
      const corner = numbers(images)[0]!;
      const [top, left] = [Math.floor(corner / 10), corner % 10];
      seen.add(corner);
      expect(numbers(images)).toEqual([0, 1, 2, 10, 11, 12].map((place) => corner + place));
      expect(numbers(masks)).toEqual(numbers(images));
      const within = (x: number, size: number): number => Math.min(Math.max(x, 0), size);
      const box = [within(2 - left, 3), within(0 - top, 2), within(6 - left, 3), within(4 - top, 2)];
      expect(numbers(bounding_boxes.boxes).slice(0, 4)).toEqual(box);
    }
    expect(Math.max(...[...seen].map((corner) => corner % 10))).toBe(5);
    expect(Math.max(...seen)).toBeGreaterThan(20);
  });
  it("leaves images alone outside of training, but says the shape of training", () => {
    const layer = new RandomCrop({ height: 2, width: 3 });
    expect(layer(places(4, 8), { training: false }).shape).toEqual([4, 8, 1]);
    expect(layer(new KerasTensor([null, 4, 8, 1])).shape).toEqual([null, 2, 3, 1]);
  });
  it("resizes what is not larger both ways", () => {
    const made = new RandomCrop({ height: 4, width: 4 })(places(4, 8)); // the middle, as it is
    expect(numbers(made).slice(0, 4)).toEqual([2, 3, 4, 5]);
    expect(new RandomCrop({ height: 6, width: 4 })(places(4, 8)).shape).toEqual([6, 4, 1]);
  });
});
