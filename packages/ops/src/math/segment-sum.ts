import { defineOp, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { as } from "../_operands.ts";
import { shapeError, spec, specOf } from "../_spec.ts";

interface SegmentOptions {
  numSegments: number | null;
  sorted: boolean;
}

/**
 * Sums of the slices that have the same id. Slices with a negative id count nowhere.
 *
 * - data: `[n, ...]`
 * - segmentIds: `[n]`, whole numbers
 * - output: `[numSegments, ...]`, one more than the largest id unless told
 *
 * @throws {ShapeError} when there is not one id for each slice.
 * @see {@link https://keras.io/api/ops/core/ | keras.ops.segment_sum}
 * @example
 * segmentSum([1, 2, 3], [0, 0, 1]); // [3, 3]
 */
export const segmentSum = /* @__PURE__ */ defineOp<[data: Tensor, segmentIds: Tensor], SegmentOptions, Tensor>({
  className: "SegmentSum",
  module: "math",
  tensors: ["data", "segment_ids"],
  options: { numSegments: null, sorted: false } as SegmentOptions,
  call: (data: Tensor, segmentIds: Tensor, { numSegments }) => {
    checkIds("segmentSum", data.shape, segmentIds.shape);
    const ids = as(segmentIds, "int32") as tf.Tensor1D;
    const count = numSegments ?? 1 + (ids.dataSync() as Int32Array).reduce((largest, id) => Math.max(largest, id), -1);
    return tf.unsortedSegmentSum(data, ids, count);
  },
  spec: (data: unknown, segmentIds: unknown, { numSegments }: SegmentOptions) => {
    const own = specOf(data);
    checkIds("segmentSum", own.shape, specOf(segmentIds).shape);
    return spec([numSegments, ...own.shape.slice(1)], own.dtype);
  },
});

/** One id for each slice of the data. */
export function checkIds(op: string, data: readonly (number | null)[], ids: readonly (number | null)[]): void {
  const fits = ids.length === 1 && data.length > 0 && (ids[0] === null || data[0] === null || ids[0] === data[0]);
  if (!fits) throw shapeError(op, "`segmentIds` must hold one id for each slice of the data", [data, ids]);
}
