import { tensor } from "@hornbeam/ops";
import { describe, expect, it, vi } from "@hornbeam/testing";
import { BinaryIoU } from "./binary-iou.ts";
import { IoU } from "./iou.ts";
import { MeanIoU } from "./mean-iou.ts";
import { OneHotIoU } from "./one-hot-iou.ts";
import { OneHotMeanIoU } from "./one-hot-mean-iou.ts";

const [yTrue, yPred] = [
  [0, 0, 1, 1],
  [0, 1, 0, 1],
]; // each class: 1 right of 3

describe("IoU", () => {
  it("is the overlap of some classes", () => {
    expect(new IoU({ numClasses: 2, targetClassIds: [0] })(yTrue, yPred)).toBeClose(1 / 3);
    expect(new IoU({ numClasses: 2, targetClassIds: [0, 1] })([[0, 0, 1]], [[0, 1, 1]])).toBeClose(0.5);
  });
  it("passes over classes that occur nowhere", () => {
    expect(new IoU({ numClasses: 3, targetClassIds: [0, 2] })([0, 1], [0, 1])).toBeClose(1);
  });
  it("weighs samples, in whole numbers unless told otherwise", () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    const sampleWeight = tensor([0.5, 0, 0, 1.5]);
    const whole = new IoU({ numClasses: 2, targetClassIds: [0, 1], name: "whole" });
    expect(whole(yTrue, yPred, { sampleWeight })).toBeClose(1); // weights 0 and 1
    expect(warn).toHaveBeenCalledWith(
      'IoU "whole" counts in whole numbers: weights are cut off. Use `dtype: "float32"`.',
    );
    warn.mockRestore();
    const exact = new IoU({ numClasses: 2, targetClassIds: [0], dtype: "float32" });
    expect(exact(yTrue, yPred, { sampleWeight: [0.5, 0.25, 0.25, 9] })).toBeClose(0.5);
  });
  it("leaves an ignored class out, and what is no class at all", () => {
    expect(new IoU({ numClasses: 2, targetClassIds: [0], ignoreClass: 1 })(yTrue, yPred)).toBeClose(0.5);
    expect(new IoU({ numClasses: 2, targetClassIds: [0] })([0, 255, 0], [0, 0, 7])).toBeClose(1);
  });
  it("takes one number a class", () => {
    const scores = [
      [0.9, 0.1],
      [0.2, 0.8],
      [0.6, 0.4],
      [0.3, 0.7],
    ];
    const options = { numClasses: 2, targetClassIds: [0], sparseYPred: false };
    expect(new IoU(options)(yTrue, scores)).toBeClose(1 / 3);
  });
  it("refuses classes beyond those that there are", () => {
    expect(() => new IoU({ numClasses: 2, targetClassIds: [2] })).toThrow(
      "Cannot create IoU: `targetClassIds` must hold classes in [0, 2), received [2]",
    );
  });
});

describe("its relatives", () => {
  it("average over all classes", () => {
    expect(new MeanIoU({ numClasses: 2 })(yTrue, yPred)).toBeClose(1 / 3);
    expect(new MeanIoU({ numClasses: 2 }).getConfig()).toEqual({
      name: expect.stringMatching(/^mean_io_u/),
      num_classes: 2,
      dtype: "int64",
      ignore_class: null,
      sparse_y_true: true,
      sparse_y_pred: true,
      axis: -1,
    });
  });
  it("take one-hot labels", () => {
    const [labels, scores] = [
      [
        [1, 0],
        [1, 0],
        [0, 1],
      ],
      [
        [0.9, 0.1],
        [0.2, 0.8],
        [0.3, 0.7],
      ],
    ];
    expect(new OneHotIoU({ numClasses: 2, targetClassIds: [0] })(labels, scores)).toBeClose(0.5);
    expect(new OneHotMeanIoU({ numClasses: 2 })(labels, scores)).toBeClose(0.5);
    expect(new OneHotMeanIoU({ numClasses: 2, sparseYPred: true })(labels, [0, 1, 1])).toBeClose(0.5);
  });
  it("take a threshold, from which on it is class 1", () => {
    expect(new BinaryIoU({ threshold: 0.3 })([0, 1, 0, 1], [0.1, 0.2, 0.4, 0.7])).toBeClose(1 / 3);
    expect(new BinaryIoU({ targetClassIds: [1] })([0, 1], [0.5, 0.9])).toBeClose(0.5);
    expect(() => new BinaryIoU({ targetClassIds: [2] })).toThrow(
      "Cannot create BinaryIoU: `targetClassIds` must hold classes in [0, 2), received [2]",
    );
  });
});
