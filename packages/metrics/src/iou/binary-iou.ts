import { defineMetric, integers, type MetricUpdateOptions, number, type TensorLike, toTensor } from "@hornbeam/core";
import { cast, greaterEqual } from "@hornbeam/ops";
import { type IoUTraits, iouDType, OverlapMetric } from "./_iou.ts";
import { checkClasses } from "./iou.ts";

/**
 * Mean over the classes 0 and 1, or one of them, of the overlap of where they are and where predictions say so.
 *
 * - yTrue: 0 and 1
 * - yPred: of the same shape; from `threshold` on it is class 1
 *
 * @throws {OptionError} when a class is neither 0 nor 1.
 * @see {@link https://keras.io/api/metrics/segmentation_metrics/#binaryiou-class | keras.metrics.BinaryIoU}
 * @example
 * new BinaryIoU({ threshold: 0.3 })([0, 1, 0, 1], [0.1, 0.2, 0.4, 0.7]); // 0.3333333
 */
export class BinaryIoU extends /* @__PURE__ */ defineMetric(
  "keras.metrics.BinaryIoU",
  {
    /** The classes whose overlaps are averaged: 0, 1 or both. */
    targetClassIds: integers([0, 1]),
    /** Predictions from it on are class 1. */
    threshold: number(0.5),
    dtype: iouDType,
  },
  OverlapMetric,
) {
  override updateState(yTrue: TensorLike, yPred: TensorLike, options: MetricUpdateOptions = {}): void {
    const guess = toTensor(yPred, { dtype: "float32", action: `update ${this.name}` });
    super.updateState(yTrue, cast(greaterEqual(guess, this.threshold), "int32"), options);
  }
  protected override traits(): IoUTraits {
    const { targetClassIds } = this;
    return { numClasses: 2, targetClassIds, ignoreClass: null, sparseYTrue: true, sparseYPred: true, axis: -1 };
  }
  protected override validate(): void {
    checkClasses("create BinaryIoU", this.targetClassIds, 2);
  }
}
