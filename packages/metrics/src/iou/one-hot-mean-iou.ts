import { boolean, defineMetric, integer, nullable, positiveInteger } from "@hornbeam/core";
import { allClasses } from "./_all-classes.ts";
import { type IoUTraits, iouDType, OverlapMetric } from "./_iou.ts";

/**
 * Mean over all classes of the overlap of where they are and where they were predicted, for one-hot labels.
 *
 * - yTrue, yPred: of one shape, one number a class along `axis`
 *
 * @see {@link https://keras.io/api/metrics/segmentation_metrics/#onehotmeaniou-class | keras.metrics.OneHotMeanIoU}
 * @example
 * new OneHotMeanIoU({ numClasses: 2 })([[1, 0], [1, 0], [0, 1]], [[0.9, 0.1], [0.2, 0.8], [0.3, 0.7]]); // 0.5
 */
export class OneHotMeanIoU extends /* @__PURE__ */ defineMetric(
  "keras.metrics.OneHotMeanIoU",
  {
    /** Number of classes. */
    numClasses: positiveInteger(),
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
    const { numClasses, ignoreClass, sparseYPred, axis } = this;
    return { numClasses, ignoreClass, sparseYTrue: false, sparseYPred, axis, targetClassIds: allClasses(numClasses) };
  }
}
