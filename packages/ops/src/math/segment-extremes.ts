import { defineOp, type Tensor } from "@hornbeam/core";
import { hostWork } from "@hornbeam/kernels";
import * as tf from "@hornbeam/kernels/tfjs";
import { as } from "../_operands.ts";
import { spec, specOf } from "../_spec.ts";
import { checkIds } from "./segment-sum.ts";

interface SegmentOptions {
  numSegments: number | null;
  sorted: boolean;
}

const lowest = { float32: -3.4028234663852886e38, int32: -(2 ** 31) };
const highest = { float32: 3.4028234663852886e38, int32: 2 ** 31 - 1 };

/**
 * Largest elements of the slices that have the same id; the lowest number where there is none.
 *
 * - data: `[n, ...]`
 * - segmentIds: `[n]`, whole numbers; slices with a negative one count nowhere
 * - output: `[numSegments, ...]`, one more than the largest id unless told
 *
 * @throws {ShapeError} when there is not one id for each slice.
 * @see {@link https://keras.io/api/ops/core/ | keras.ops.segment_max}
 * @example
 * segmentMax([1, 2, 3], [0, 0, 1]); // [2, 3]
 */
export const segmentMax = /* @__PURE__ */ segmentOp("SegmentMax", Math.max, lowest);

/**
 * Smallest elements of the slices that have the same id; the highest number where there is none.
 *
 * @throws {ShapeError} when there is not one id for each slice.
 * @see {@link https://keras.io/api/ops/core/ | keras.ops.segment_min}
 * @example
 * segmentMin([1, 2, 3], [0, 0, 1]); // [1, 3]
 */
export const segmentMin = /* @__PURE__ */ segmentOp("SegmentMin", Math.min, highest);

/**
 * Products of the slices that have the same id; 1 where there is none.
 *
 * @throws {ShapeError} when there is not one id for each slice.
 * @see {@link https://keras.io/api/ops/core/ | keras.ops.segment_prod}
 * @example
 * segmentProd([2, 3, 4], [0, 0, 1]); // [6, 4]
 */
export const segmentProd = /* @__PURE__ */ segmentOp("SegmentProd", (a, b) => a * b, { float32: 1, int32: 1 });

function segmentOp(
  className: string,
  f: (a: number, b: number) => number,
  start: Readonly<Record<"float32" | "int32", number>>,
) {
  const op = className[0]!.toLowerCase() + className.slice(1);
  return defineOp<[data: Tensor, segmentIds: Tensor], SegmentOptions, Tensor>({
    className,
    module: "math",
    tensors: ["data", "segment_ids"],
    options: { numSegments: null, sorted: false },
    call: (data, segmentIds, { numSegments }) => {
      checkIds(op, data.shape, segmentIds.shape);
      const ids = as(segmentIds, "int32");
      const count = numSegments ?? 1 + (ids.dataSync() as Int32Array).reduce((most, id) => Math.max(most, id), -1);
      if (data.dtype !== "float32") return accumulate(as(data, "int32"), ids, count, f, start.int32);
      const withGradient = tf.customGrad((input, save) => {
        const source = input as Tensor;
        const value = accumulate(source, ids, count, f, start.float32);
        (save as (tensors: Tensor[]) => void)([source, value, ids]);
        const gradFunc = (dy: Tensor, saved: Tensor[]): Tensor =>
          className === "SegmentProd" ? productGradient(dy, saved) : shareGradient(dy, saved);
        return { value, gradFunc };
      });
      return withGradient(data);
    },
    spec: (data: unknown, segmentIds: unknown, { numSegments }: SegmentOptions) => {
      const own = specOf(data);
      checkIds(op, own.shape, specOf(segmentIds).shape);
      return spec([numSegments, ...own.shape.slice(1)], own.dtype);
    },
  });
}

function accumulate(
  data: Tensor,
  ids: Tensor,
  count: number,
  f: (a: number, b: number) => number,
  start: number,
): Tensor {
  const slice = data.shape.slice(1).reduce((all, size) => all * size, 1);
  return hostWork([data, ids], [count, ...data.shape.slice(1)], data.dtype as "float32", (values, places) => {
    const result = data.dtype === "int32" ? new Int32Array(count * slice) : new Float32Array(count * slice);
    result.fill(start);
    places!.forEach((id, row) => {
      if (id < 0 || id >= count) return;
      for (let k = 0; k < slice; k++) result[id * slice + k] = f(result[id * slice + k]!, values![row * slice + k]!);
    });
    return result;
  });
}

/** For each slice, that of the result to which it went; those with ids out of reach take the first. */
function spreadBack(result: Tensor, ids: Tensor): Tensor {
  const safe = hostWork([ids], ids.shape, "int32", (all) =>
    Int32Array.from(all!, (id) => (id < 0 || id >= result.shape[0]! ? 0 : id)),
  );
  return tf.gather(result, safe as tf.Tensor1D, 0);
}

/** Elements that are the extreme of their segment share its gradient. */
function shareGradient(dy: Tensor, [data, value, ids]: Tensor[]): Tensor {
  const chosen = as(tf.equal(data!, spreadBack(value!, ids!)), "float32");
  const count = tf.unsortedSegmentSum(chosen, ids as tf.Tensor1D, value!.shape[0]!);
  return tf.div(tf.mul(chosen, spreadBack(dy, ids!)), tf.maximum(spreadBack(count, ids!), 1));
}

/** The product divided by the element: NaN where one is 0. */
function productGradient(dy: Tensor, [data, value, ids]: Tensor[]): Tensor {
  return tf.div(spreadBack(tf.mul(dy, value!), ids!), data!);
}
