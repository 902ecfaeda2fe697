import { boolean, defineMetric, integer, nullable, positiveInteger } from "@hornbeam/core";
import { allClasses } from "./_all-classes.ts";
import { type IoUTraits, iouDType, OverlapMetric } from "./_iou.ts";

/**
 * Mean over all classes of the overlap of where they are and where they were predicted, `TP / (TP + FP + FN)`. Classes
 * that occur nowhere do not count.
 *
 * - yTrue, yPred: of one shape, numbers of classes, or one number a class where they are not sparse
 *
 * @see {@link https://keras.io/api/metrics/segmentation_metrics/#meaniou-class | keras.metrics.MeanIoU}
 * @example
 * new MeanIoU({ numClasses: 2 })([0, 0, 1, 1], [0, 1, 0, 1]); // 0.3333333
 */
export class MeanIoU extends /* @__PURE__ */ defineMetric(
  "keras.metrics.MeanIoU",
  {
    /** Number of classes. */
    numClasses: positiveInteger(),
    dtype: iouDType,
    /** A class that counts for nothing where it is true. */
    ignoreClass: nullable(integer)(null),
    /** Whether labels are numbers of classes; else one number a class. */
    sparseYTrue: boolean(true),
    /** Whether predictions are numbers of classes; else one number a class. */
    sparseYPred: boolean(true),
    /** Axis of the classes, where they are not sparse. */
    axis: integer(-1),
  },
  OverlapMetric,
) {
  protected override traits(): IoUTraits {
    const { numClasses, ignoreClass, sparseYTrue, sparseYPred, axis } = this;
    return { numClasses, ignoreClass, sparseYTrue, sparseYPred, axis, targetClassIds: allClasses(numClasses) };
  }
}
