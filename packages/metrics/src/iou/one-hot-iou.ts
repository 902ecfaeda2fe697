import { boolean, defineMetric, integer, integers, nullable, positiveInteger } from "@hornbeam/core";
import { type IoUTraits, iouDType, OverlapMetric } from "./_iou.ts";
import { checkClasses } from "./iou.ts";

/**
 * Mean over some classes of the overlap of where they are and where they were predicted, for one-hot labels.
 *
 * - yTrue, yPred: of one shape, one number a class along `axis`
 *
 * @throws {OptionError} when a class is not below `numClasses`.
 * @see {@link https://keras.io/api/metrics/segmentation_metrics/#onehotiou-class | keras.metrics.OneHotIoU}
 * @example
 * new OneHotIoU({ numClasses: 2, targetClassIds: [0] })([[1, 0], [1, 0], [0, 1]], [[0.9, 0.1], [0.2, 0.8], [0.3, 0.7]]); // 0.4999999
 */
export class OneHotIoU extends /* @__PURE__ */ defineMetric(
  "keras.metrics.OneHotIoU",
  {
    /** Number of classes. */
    numClasses: positiveInteger(),
    /** The classes whose overlaps are averaged. */
    targetClassIds: integers(),
    dtype: iouDType,
    /** A class that counts for nothing where it is true. */
    ignoreClass: nullable(integer)(null),
    /** Whether predictions are numbers of classes; else one number a class. */
    sparseYPred: boolean(false),
    /** Axis of the classes. */
    axis: integer(-1),
  },
  OverlapMetric,
) {
  protected override traits(): IoUTraits {
    const { numClasses, targetClassIds, ignoreClass, sparseYPred, axis } = this;
    return { numClasses, targetClassIds, ignoreClass, sparseYTrue: false, sparseYPred, axis };
  }
  protected override validate(): void {
    checkClasses("create OneHotIoU", this.targetClassIds, this.numClasses);
  }
}
