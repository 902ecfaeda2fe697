import { clearSession, memory, NDArray, type Tensor, toNDArray, toTensor } from "@hornbeam/core";
import { full, tensor } from "@hornbeam/ops";
import { beforeEach, describe, expect, it } from "@hornbeam/testing";
import { Pipeline } from "../pipeline.ts";
import { AugMix } from "./aug-mix.ts";
import { CenterCrop } from "./center-crop.ts";
import { RandAugment } from "./rand-augment.ts";
import { RandomFlip } from "./random-flip.ts";
import { Resizing } from "./resizing.ts";

beforeEach(() => clearSession());
const numbers = (x: Tensor): number[] => Array.from(toNDArray(x).data, Number);
const picture = () =>
  toTensor(
    new NDArray(
      Float32Array.from({ length: 2 * 8 * 8 * 3 }, (_, i) => (i * 37) % 256),
      [2, 8, 8, 3],
    ),
  );

const makers = {
  RandAugment: (options: object) => new RandAugment({ boundingBoxFormat: "xyxy", ...options }),
  AugMix: (options: object) => new AugMix({ boundingBoxFormat: "xyxy", ...options }),
};
describe.each(Object.entries(makers))("%s", (_, make) => {
  it("changes images in training, the same way with the same seed, within the range of values", () => {
    const images = picture();
    const before = memory().numTensors;
    const changed = new Set<string>();
    for (let seed = 0; seed < 8; seed++) {
      const pair = [0, 1].map(() => {
        const layer = make({ seed });
        const made = layer(images);
        const values = numbers(made);
        made.dispose();
        for (const state of layer.variables) state[Symbol.dispose]();
        return values;
      });
      expect(pair[0]).toEqual(pair[1]);
      expect(pair[0]!.every((value) => value >= 0 && value <= 255)).toBe(true);
      changed.add(pair[0]!.join());
    }
    expect(changed.size).toBe(8);
    expect(memory().numTensors).toBe(before);
    expect(numbers(make({})(images, { training: false }))).toEqual(numbers(images));
  });
  it("takes records, and its config makes it again", () => {
    const data = {
      images: picture(),
      bounding_boxes: { boxes: full([2, 1, 4], 2), labels: full([2, 1], 1) },
      segmentation_masks: full([2, 8, 8, 1], 1),
      labels: tensor([3, 4]),
    };
    const layer = make({ seed: 5, factor: 0.2 });
    const made = layer(data);
    expect([made.images, made.bounding_boxes.boxes, made.segmentation_masks].map((x) => x.shape)).toEqual([[2, 8, 8, 3], [2, 1, 4], [2, 8, 8, 1]]); // biome-ignore format: one line
    expect(numbers(made.labels)).toEqual([3, 4]);
    const Class = layer.constructor as unknown as { fromConfig(config: object): typeof layer };
    expect(Class.fromConfig(layer.getConfig()).getConfig()).toEqual(layer.getConfig());
  });
});

describe("RandAugment", () => {
  it("draws every layer", () => {
    const layer = new RandAugment({ seed: 1 });
    const names = layer.sublayers().map(({ name }) => name);
    expect(names).toHaveLength(11);
    const plans = Array.from({ length: 60 }, () => layer.choose([1, 4, 4, 3], true)!);
    const drawn = new Set(plans.flat().map(({ layers, which }) => layers[numbers(which)[0]!]!.name));
    expect([...drawn].sort()).toEqual([...names].sort());
  });
  it("moves boxes with images", () => {
    const layer = new RandAugment({ numOps: 1, factor: [0.5, 0.5], boundingBoxFormat: "xyxy", seed: 4 });
    const bounding_boxes = { boxes: tensor([[[2, 2, 4, 4]]]), labels: tensor([[1]]) };
    const seen = new Set(Array.from({ length: 40 }, () => numbers(layer({ images: full([1, 8, 8, 3], 9), bounding_boxes }).bounding_boxes.boxes).map((x) => Math.round(x)).join())); // biome-ignore format: one line
    expect(seen).toContain("2,2,4,4"); // colours
    expect(seen).toContain("6,6,8,8"); // half the image down and to the right
  });
});

describe("AugMix", () => {
  it("leaves colour layers out unless all are wanted", () => {
    expect(new AugMix({ allOps: false }).sublayers()).toHaveLength(7);
    expect(new AugMix().sublayers()).toHaveLength(11);
  });
  it("gives images back where chains are empty", () => {
    expect(new AugMix({ chainDepth: 0 })(tensor([[[3], [5]]]))).toBeClose([[[3], [5]]]);
  });
  it("refuses less than one chain", () => {
    expect(() => new AugMix({ numChains: 0 })).toThrow(
      "Cannot create AugMix: `numChains` must be a positive integer, received 0",
    );
  });
});

describe("Pipeline", () => {
  it("hands records from one layer of images to the next, and types them", () => {
    const common = { boundingBoxFormat: "xyxy" } as const;
    const pipeline = new Pipeline({
      layers: [
        new Resizing({ height: 8, width: 8, ...common }),
        new RandomFlip({ mode: "horizontal", seed: 1, ...common }),
        new CenterCrop({ height: 4, width: 8, ...common }),
      ],
    });
    const data = {
      images: tensor([[[0], [1], [2], [3]], [[4], [5], [6], [7]]]),
      bounding_boxes: { boxes: tensor([[0, 0, 2, 2]]), labels: tensor([1]) },
    }; // biome-ignore format: an image
    const seen = new Set<string>();
    for (let i = 0; i < 12; i++) {
      const { images, bounding_boxes: boxed } = pipeline(data);
      expect(images.shape).toEqual([4, 8, 1]);
      const first = numbers(images)[0]!;
      seen.add(`${first < 1.5 ? "as it was" : "turned"} ${numbers(boxed.boxes).join()}`);
    }
    expect([...seen].sort()).toEqual(["as it was 0,0,4,4", "turned 4,0,8,4"]);
    expect(numbers(pipeline(data, { training: false }).bounding_boxes.boxes)).toEqual([0, 0, 4, 4]);
  });
});
