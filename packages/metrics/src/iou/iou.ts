import {
  boolean,
  defineMetric,
  integer,
  integers,
  nullable,
  OptionError,
  positiveInteger,
  refusal,
} from "@hornbeam/core";
import { type IoUTraits, iouDType, OverlapMetric } from "./_iou.ts";

/**
 * Mean over some classes of the overlap of where they are and where they were predicted, `TP / (TP + FP + FN)`. Classes
 * that occur nowhere do not count.
 *
 * - yTrue, yPred: of one shape, numbers of classes, or one number a class where they are not sparse
 *
 * @throws {OptionError} when a class is not below `numClasses`.
 * @see {@link https://keras.io/api/metrics/segmentation_metrics/#iou-class | keras.metrics.IoU}
 * @example
 * new IoU({ numClasses: 2, targetClassIds: [0] })([0, 0, 1, 1], [0, 1, 0, 1]); // 0.3333333
 */
export class IoU extends /* @__PURE__ */ defineMetric(
  "keras.metrics.IoU",
  {
    dtype: iouDType,
    /** Number of classes. */
    numClasses: positiveInteger(),
    /** The classes whose overlaps are averaged. */
    targetClassIds: integers(),
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
    return this;
  }
  protected override validate(): void {
    checkClasses("create IoU", this.targetClassIds, this.numClasses);
  }
}

/** @throws {OptionError} when a class is none of those that there are. */
export function checkClasses(action: string, ids: readonly number[], classes: number): void {
  if (ids.every((id) => id >= 0 && id < classes)) return;
  const expected = `\`targetClassIds\` must hold classes in [0, ${classes})`;
  throw refusal(OptionError, { action, option: "targetClassIds", expected, received: ids });
}
