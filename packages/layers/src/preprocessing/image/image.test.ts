import { clearSession, KerasTensor, memory, NDArray, type Tensor, toNDArray, toTensor } from "@hornbeam/core";
import { full, ones, tensor } from "@hornbeam/ops";
import { beforeEach, describe, expect, it } from "@hornbeam/testing";
import { boxesOf, boxFormats, edgesOf } from "./_boxes.ts";
import { RandomBrightness } from "./random-brightness.ts";
import { RandomColorDegeneration } from "./random-color-degeneration.ts";
import { RandomColorJitter } from "./random-color-jitter.ts";
import { RandomContrast } from "./random-contrast.ts";
import { RandomErasing } from "./random-erasing.ts";
import { RandomFlip } from "./random-flip.ts";
import { RandomGaussianBlur } from "./random-gaussian-blur.ts";
import { RandomGrayscale } from "./random-grayscale.ts";
import { RandomHue } from "./random-hue.ts";
import { RandomInvert } from "./random-invert.ts";
import { RandomPosterization } from "./random-posterization.ts";
import { RandomSaturation } from "./random-saturation.ts";
import { RandomSharpness } from "./random-sharpness.ts";
import { Solarization } from "./solarization.ts";

beforeEach(() => clearSession());
const layers = {
  RandomBrightness: () => new RandomBrightness({ factor: 0.3 }),
  RandomColorDegeneration: () => new RandomColorDegeneration({ factor: 0.5 }),
  RandomColorJitter: () => new RandomColorJitter({ brightnessFactor: 0.2, contrastFactor: 0.2, hueFactor: 0.1 }),
  RandomContrast: () => new RandomContrast({ factor: 0.3 }),
  RandomErasing: () => new RandomErasing({ factor: [1, 1] }),
  RandomFlip: () => new RandomFlip(),
  RandomGaussianBlur: () => new RandomGaussianBlur({ kernelSize: [3, 5] }),
  RandomGrayscale: () => new RandomGrayscale({ factor: 0.5 }),
  RandomHue: () => new RandomHue({ factor: 0.4 }),
  RandomInvert: () => new RandomInvert({ factor: 0.5 }),
  RandomPosterization: () => new RandomPosterization({ factor: [2, 6] }),
  RandomSaturation: () => new RandomSaturation({ factor: [0.2, 0.7], valueRange: [0, 1] }),
  RandomSharpness: () => new RandomSharpness({ factor: 0.5 }),
  Solarization: () => new Solarization({ additionFactor: 0.3, thresholdFactor: [0.4, 0.6] }),
};

describe.each(Object.entries(layers))("%s", (_, make) => {
  const batch = tensorOf([2, 3, 4, 3]);
  it("keeps shapes, leaves no tensor behind, and does nothing outside of training", () => {
    const [images, one] = [batch(), tensorOf([3, 4, 3])()];
    const before = memory().numTensors;
    const layer = make();
    const [changed, alone, kept] = [layer(images), layer(one), layer(images, { training: false })];
    expect([changed.shape, alone.shape]).toEqual([images.shape, one.shape]);
    expect(kept).toBeClose(toNDArray(images).toArray() as number[][]);
    expect(layer(new KerasTensor([null, 3, 4, 3])).shape).toEqual([null, 3, 4, 3]);
    const Class = layer.constructor as unknown as { fromConfig(config: object): typeof layer };
    expect(Class.fromConfig(layer.getConfig()).getConfig()).toEqual(layer.getConfig());
    for (const x of [changed, alone, kept]) x.dispose();
    layer[Symbol.dispose]();
    expect(memory().numTensors).toBe(before);
  });
});
function tensorOf(shape: readonly number[]): () => Tensor {
  const size = shape.reduce((product, one) => product * one, 1);
  const values = Float32Array.from({ length: size }, (_, i) => (i * 37) % 251);
  return () => toTensor(new NDArray(values, shape));
}

describe("layers of images", () => {
  it("draw for each image, the same numbers with the same seed", () => {
    const draw = () => toNDArray(new RandomBrightness({ factor: 0.3, seed: 3 })(full([4, 1, 1, 1], 120))).data;
    const values = [...draw()];
    expect(new Set(values).size).toBe(4);
    expect([...draw()]).toEqual(values);
    expect(values.every((value) => Number(value) >= 0 && Number(value) <= 255)).toBe(true);
  });
  it("clip to the range of values", () => {
    expect(new RandomBrightness({ factor: [1, 1] })(ones([1, 1, 1]))).toBeClose([[[255]]]);
    expect(new RandomContrast({ factor: [-1, 1], valueRange: [0, 4] })(tensor([[[1], [5]]]))).toBeClose([[[0], [4]]]);
  });
  it("turn images, boxes and masks alike", () => {
    const layer = new RandomFlip({ mode: "horizontal", boundingBoxFormat: "xyxy", seed: 1 });
    const images = tensor([[[1], [2], [3]]]);
    const data = {
      images,
      bounding_boxes: { boxes: tensor([[0, 0, 1, 1]]), labels: tensor([7]) },
      segmentation_masks: tensor([[[4], [5], [6]]]),
    };
    const seen = new Set<string>();
    for (let i = 0; i < 20; i++) {
      const turned = layer(data);
      const leaves = [turned.images, turned.bounding_boxes.boxes, turned.segmentation_masks];
      seen.add(leaves.map((x) => [...toNDArray(x).data].join()).join(" "));
    }
    expect([...seen].sort()).toEqual(["1,2,3 0,0,1,1 4,5,6", "3,2,1 2,0,3,1 6,5,4"]);
  });
  it("erase a rectangle of about the share that is told", () => {
    const layer = new RandomErasing({ factor: [1, 1], scale: [0.25, 0.25], fillValue: 9, seed: 2 });
    const data = [...toNDArray(layer(full([1, 8, 8, 1], 1))).data].map(Number);
    expect(data.filter((value) => value === 9).length).toBe(16); // 4 by 4 of 8 by 8
    expect(data.filter((value) => value === 1).length).toBe(48);
  });
  it("blur without changing the sum", () => {
    const spot = new NDArray(new Float32Array(25).fill(0), [5, 5, 1]);
    spot.data[12] = 100;
    const blurred = toNDArray(new RandomGaussianBlur({ factor: [1, 1], sigma: [1, 1] })(toTensor(spot)));
    expect([...blurred.data].map(Number).reduce((sum, one) => sum + one, 0)).toBeCloseTo(100, 3);
    expect(Number(blurred.data[12])).toBeCloseTo(100 / (1 + 2 * Math.exp(-0.5)) ** 2, 3);
  });
  it("keep integers where Keras does", () => {
    const bytes = tensor([[[1, 2, 3]]], { dtype: "int32" });
    expect(new RandomInvert({ factor: 1 })(bytes, { training: false }).dtype).toBe("int32");
    expect(new RandomInvert({ factor: 1 })(bytes).dtype).toBe("float32");
    const lighter = new RandomBrightness({ factor: [0.1, 0.1] })(bytes);
    expect([lighter.dtype, [...toNDArray(lighter).data]]).toEqual(["int32", [26, 27, 28]]); // 25.5 counts as 25
  });
  it("refuse factors, ranks and boxes of unknown meaning", () => {
    expect(() => new RandomContrast({ factor: 2 })).toThrow(
      "Cannot create RandomContrast: `factor` must be a number (or a list of two numbers) in the range [0, 1], received 2",
    );
    expect(() => new Solarization({ thresholdFactor: [0.5, 2] })).toThrow(
      "Cannot create Solarization: `thresholdFactor` must be a number (or a list of two numbers) in the range [0, 1], received [0.5, 2]",
    );
    expect(() => new RandomInvert({ name: "i" })(ones([2]))).toThrow(
      'Cannot call RandomInvert "i": images must have rank 3 (one image) or 4 (a batch), received shape [2]',
    );
    const boxes = { boxes: ones([1, 4]), labels: ones([1]) };
    expect(() => new RandomFlip({ name: "f" })({ images: ones([1, 1, 1]), bounding_boxes: boxes })).toThrow(
      'Cannot call RandomFlip "f": `boundingBoxFormat` must be set where there are bounding boxes, received null',
    );
  });
});

describe("boxes", () => {
  it("are the same in all formats", () => {
    const boxes = tensor([[1, 2, 5, 8]]);
    const wanted = { xywh: [1, 2, 4, 6], center_yxhw: [5, 3, 6, 4], rel_yxyx: [0.2, 0.05, 0.8, 0.25] };
    for (const format of boxFormats) {
      const other = boxesOf(edgesOf(boxes, "xyxy", [10, 20]), format, [10, 20]);
      if (format in wanted) expect(other).toBeClose([wanted[format as keyof typeof wanted]]);
      expect(boxesOf(edgesOf(other, format, [10, 20]), "xyxy", [10, 20])).toBeClose([[1, 2, 5, 8]]);
    }
  });
});
