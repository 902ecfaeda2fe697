import { memory, ready, type Tensor, type TensorLike, toNDArray } from "@hornbeam/core";
import { tensor } from "@hornbeam/ops";
import { beforeAll, describe, expect, it } from "vitest";
import * as boundingBoxes from "./index.ts";

beforeAll(() => ready());

/** What a tensor holds, to four digits. */
const rows = (x: Tensor): unknown =>
  JSON.parse(JSON.stringify(toNDArray(x).toArray(), (_, n) => (typeof n === "number" ? Number(n.toFixed(4)) : n)));

describe("convertFormat", () => {
  it("writes one box in all formats", () => {
    const of = (target: string) => rows(boundingBoxes.convertFormat([[10, 20, 30, 60]], "xyxy", target, { height: 80, width: 40 })); // biome-ignore format: one line
    expect(of("xyxy")).toEqual([[10, 20, 30, 60]]);
    expect(of("yxyx")).toEqual([[20, 10, 60, 30]]);
    expect(of("xywh")).toEqual([[10, 20, 20, 40]]);
    expect(of("center_xywh")).toEqual([[20, 40, 20, 40]]);
    expect(of("center_yxhw")).toEqual([[40, 20, 40, 20]]);
    expect(of("rel_xyxy")).toEqual([[0.25, 0.25, 0.75, 0.75]]);
    expect(of("rel_yxyx")).toEqual([[0.25, 0.25, 0.75, 0.75]]);
    expect(of("REL_XYWH")).toEqual([[0.25, 0.25, 0.5, 0.5]]);
    expect(of("rel_center_xywh")).toEqual([[0.5, 0.5, 0.5, 0.5]]);
  });

  it("comes back from each of them", () => {
    const size = { height: 80, width: 40 };
    for (const format of ["yxyx", "xywh", "center_xywh", "center_yxhw", "rel_yxyx", "rel_xywh", "rel_center_xywh"]) {
      const there = boundingBoxes.convertFormat([[[10, 20, 30, 60]]], "xyxy", format, size);
      expect(rows(boundingBoxes.convertFormat(there, format, "xyxy", size))).toEqual([[[10, 20, 30, 60]]]);
    }
  });

  it("converts the boxes of a record, and leaves the record as it was", () => {
    const record = { boxes: [[1, 2, 3, 4]], labels: [7] };
    const { boxes, labels } = boundingBoxes.convertFormat(record, "xyxy", "xywh", { dtype: "int32" });
    expect(boxes.dtype).toBe("int32");
    expect(rows(boxes)).toEqual([[1, 2, 2, 2]]);
    expect(labels).toEqual([7]);
    expect(record.boxes).toEqual([[1, 2, 3, 4]]);
  });

  it("refuses formats that do not exist, images without a size, and boxes of another width", () => {
    expect(() => boundingBoxes.convertFormat([[1, 2, 3, 4]], "xyzw", "xywh")).toThrow(
      "Cannot convert bounding boxes: `source` must be a bounding box format, one of xyxy, yxyx, xywh, center_xywh, " +
        'center_yxhw, rel_xyxy, rel_yxyx, rel_xywh, rel_center_xywh, received "xyzw"',
    );
    expect(() => boundingBoxes.convertFormat([[1, 2, 3, 4]], "rel_xyxy", "xywh", { height: 2 })).toThrow(
      "Cannot convert bounding boxes: `height` and `width` of the image must be given for a relative format, received " +
        '{ source: "rel_xyxy", target: "xywh", height: 2, width: null }',
    );
    expect(() => boundingBoxes.convertFormat([[1, 2, 3]], "xyxy", "xywh")).toThrow(
      "Cannot convert bounding boxes: the last axis of `boxes` must be 4, received shape [1, 3]",
    );
  });
});

describe("crop, pad and clipToImageSize", () => {
  it("move boxes with the corner of the image", () => {
    expect(rows(boundingBoxes.crop([[10, 20, 50, 60]], 10, 20, 40, 25))).toEqual([[0, 10, 25, 40]]);
    expect(rows(boundingBoxes.pad([[1, 2, 3, 4]], 10, 20, { height: 99 }))).toEqual([[21, 12, 23, 14]]);
  });

  it("clip, and mark boxes of which nothing is left", () => {
    const given = { boxes: [[-10, -20, 150, 160], [130, 0, 140, 9]], labels: [0, 1], scores: [1, 2] }; // biome-ignore format: a table
    const { boxes, labels, scores } = boundingBoxes.clipToImageSize(given, { height: 100, width: 120 });
    expect(rows(boxes)).toEqual([
      [0, 0, 120, 100],
      [120, 0, 120, 9],
    ]);
    expect(rows(labels)).toEqual([0, -1]);
    expect(scores).toEqual([1, 2]);
    const relative = boundingBoxes.clipToImageSize({ boxes: [[-1, 0, 2, 0.5]] }, { boundingBoxFormat: "rel_xyxy" });
    expect(rows(relative.boxes)).toEqual([[0, 0, 1, 0.5]]);
  });

  it("refuse other formats, and an image without a size", () => {
    expect(() => boundingBoxes.crop([[1, 2, 3, 4]], 0, 0, 1, 1, { boundingBoxFormat: "xywh" as never })).toThrow(
      'Cannot crop bounding boxes: `boundingBoxFormat` must be "xyxy", received "xywh"\nConvert the boxes with `convertFormat` first.',
    );
    expect(() => boundingBoxes.clipToImageSize({ boxes: [[1, 2, 3, 4]] })).toThrow(
      "Cannot clip bounding boxes to the image size: `height` and `width` must be given for the format xyxy, received " +
        "{ height: null, width: null }",
    );
  });
});

describe("affineTransform", () => {
  const transform = (boxes: TensorLike, angle: number, scale: number, translateX = 0) =>
    rows(boundingBoxes.affineTransform(boxes, [angle], [translateX], [0], [scale], [0], [0], 11, 11));

  it("turns, scales and moves about the middle of the image", () => {
    expect(transform([[[1, 2, 3, 4]]], 0, 1)).toEqual([[[1, 2, 3, 4]]]);
    expect(transform([[[1, 2, 3, 4]]], 180, 1)).toEqual([[[7, 6, 9, 8]]]); // x becomes 10 - x, y becomes 10 - y
    expect(transform([[[1, 2, 3, 4]]], 0, 2)).toEqual([[[-3, -1, 1, 3]]]); // 5 + 2 (x - 5)
    expect(transform([[[1, 2, 3, 4]]], 0, 1, 0.5)).toEqual([[[6, 2, 8, 4]]]);
  });

  it("refuses boxes without a batch axis", () => {
    expect(() => transform([[1, 2, 3, 4]], 0, 1)).toThrow(
      "Cannot transform bounding boxes: `boxes` must have the axes [batch, boxes, 4], received shape [1, 4]",
    );
  });
});

describe("encodeBoxToDeltas and decodeDeltasToBoxes", () => {
  it("measure in sizes of the anchor", () => {
    const anchors = [[0, 0, 4, 2]];
    expect(rows(boundingBoxes.encodeBoxToDeltas(anchors, [[1, 0, 5, 2]], "xyxy", "xyxy"))).toEqual([[0, 0.25, 0, 0]]); // biome-ignore format: one line
    const options = { variance: [0.1, 0.1, 0.2, 0.2], encodingFormat: "center_xywh" } as const;
    expect(rows(boundingBoxes.encodeBoxToDeltas(anchors, [[1, 0, 9, 2]], "xyxy", "xyxy", options))).toEqual([[7.5, 0, 3.4657, 0]]); // biome-ignore format: one line
  });

  it("undo each other, level by level", () => {
    const deltas = boundingBoxes.encodeBoxToDeltas([[0, 0, 4, 2]], [[1, 0, 9, 2]], "xyxy", "xyxy");
    const boxes = boundingBoxes.decodeDeltasToBoxes({ P3: [[0, 0, 4, 2]] }, { P3: deltas }, "xyxy", "xywh");
    expect(rows(boxes.P3)).toEqual([[1, 0, 8, 2]]);
    expect(() => boundingBoxes.decodeDeltasToBoxes({}, { P3: deltas }, "xyxy", "xywh")).toThrow(
      "Cannot decode deltas to boxes: `anchors` must have level P3, received {}",
    );
  });

  it("refuse formats without a middle, and variances of another length", () => {
    const encode = (options: object) => () => boundingBoxes.encodeBoxToDeltas([[0, 0, 1, 1]], [[0, 0, 1, 1]], "xyxy", "xyxy", options); // biome-ignore format: one line
    expect(encode({ encodingFormat: "xyxy" })).toThrow(
      'Cannot encode boxes to deltas: `encodingFormat` must be "center_xywh" or "center_yxhw", received "xyxy"',
    );
    expect(encode({ variance: [1, 2] })).toThrow(
      "Cannot encode boxes to deltas: the length of `variance` must be 4, received shape [2]",
    );
  });
});

describe("computeIou and computeCiou", () => {
  it("compare each pair", () => {
    const boxes = [[0, 0, 2, 2], [1, 0, 3, 2], [5, 5, 6, 6]]; // biome-ignore format: a table
    expect(rows(boundingBoxes.computeIou([[0, 0, 2, 2]], boxes, "xyxy"))).toEqual([[1, 0.3333, 0]]);
    expect(boundingBoxes.computeIou([boxes, boxes], [[0, 0, 2, 2]], "xywh").shape).toEqual([2, 3, 1]);
    expect(boundingBoxes.computeIou([[0, 0, 2, 2]], [boxes], "yxyx").shape).toEqual([1, 1, 3]);
  });

  it("mask boxes that are none", () => {
    const boxes = [[0, 0, 2, 2], [-1, -1, -1, -1]]; // biome-ignore format: a table
    const options = { useMasking: true, maskVal: -9 };
    expect(rows(boundingBoxes.computeIou(boxes, boxes, "xyxy", options))).toEqual([[1, -9], [-9, -9]]); // biome-ignore format: a table
  });

  it("punish distance: 4² over a diagonal of 6² + 2²", () => {
    expect(rows(boundingBoxes.computeCiou([[0, 0, 2, 2]], [[4, 0, 6, 2]], "xyxy"))).toEqual([-0.4]);
    expect(rows(boundingBoxes.computeCiou([[0, 0, 0.2, 0.2]], [[0.4, 0, 0.6, 0.2]], "rel_xyxy", { imageShape: [10, 10, 3] }))).toEqual([-0.4]); // biome-ignore format: one line
  });

  it("refuse relative formats without an image, and other ranks", () => {
    expect(() => boundingBoxes.computeIou([[0, 0, 1, 1]], [[0, 0, 1, 1]], "rel_xyxy")).toThrow(
      "Cannot compute the IoU of boxes: `imageShape` must be given for a relative format, received undefined",
    );
    expect(() => boundingBoxes.computeIou([0, 0, 1, 1], [[0, 0, 1, 1]], "xyxy")).toThrow(
      "Cannot compute the IoU of boxes: `boxes1` must have the axes [boxes, 4] or [batch, boxes, 4], received shape [4]",
    );
  });
});

it("frees what it makes on the way", () => {
  const boxes = tensor([[[0, 0, 2, 2]]]);
  const before = memory().numTensors;
  const made = [
    boundingBoxes.computeIou(boxes, boxes, "xywh", { useMasking: true }),
    boundingBoxes.computeCiou(boxes, boxes, "xyxy"),
    boundingBoxes.encodeBoxToDeltas(boxes, boxes, "xyxy", "xyxy", { variance: [1, 1, 1, 1] }),
    boundingBoxes.affineTransform(boxes, [0], [0], [0], [1], [0], [0], 4, 4),
    boundingBoxes.clipToImageSize({ boxes }, { height: 1, width: 1 }).boxes,
    boundingBoxes.crop(boxes, 0, 0, 1, 1),
  ];
  expect(memory().numTensors).toBe(before + made.length);
});
