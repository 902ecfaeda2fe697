import { type DType, defineOp, type Shape, type Tensor, type TensorLike } from "@hornbeam/core";
import { type HostValues, hostWork } from "@hornbeam/kernels";
import * as tf from "@hornbeam/kernels/tfjs";
import { as, asTensor, operands } from "../_operands.ts";
import { argumentError, shapeError, spec, specOf } from "../_spec.ts";
import { resultType } from "../dtypes.ts";

interface SearchOptions {
  side: "left" | "right";
}

/**
 * Where values would have to be put into a sorted vector to keep it sorted: before equal ones, or after them.
 *
 * @throws {ShapeError} when the sequence is no vector.
 * @see {@link https://keras.io/api/ops/numpy/#searchsorted-function | keras.ops.searchsorted}
 * @example
 * searchsorted([1, 2, 3], [2, 5]); // [1, 3]
 */
export const searchsorted = /* @__PURE__ */ defineOp<[sortedSequence: Tensor, values: Tensor], SearchOptions, Tensor>({
  className: "SearchSorted",
  module: "numpy",
  tensors: ["sorted_sequence", "values"],
  options: { side: "left" },
  call: (sortedSequence, values, { side }) => {
    checkVector("searchsorted", sortedSequence.shape);
    if (side !== "left" && side !== "right") throw argumentError("searchsorted", "side", 'be "left" or "right"', side);
    return places(sortedSequence, values, side);
  },
  spec: (sortedSequence: unknown, values: unknown) => {
    checkVector("searchsorted", specOf(sortedSequence).shape);
    return spec(specOf(values).shape, "int32");
  },
});

/**
 * Number of the bin in which each element lies: how many of the increasing bounds do not exceed it.
 *
 * @throws {ShapeError} when the bounds are no vector.
 * @see {@link https://keras.io/api/ops/numpy/#digitize-function | keras.ops.digitize}
 * @example
 * digitize([0.5, 1, 9], [1, 2]); // [0, 1, 2]
 */
export const digitize = /* @__PURE__ */ defineOp<[x: Tensor, bins: Tensor], object, Tensor>({
  className: "Digitize",
  module: "numpy",
  tensors: ["x", "bins"],
  call: (x, bins) => {
    checkVector("digitize", bins.shape);
    return places(bins, x, "right");
  },
  spec: (x: unknown, bins: unknown) => {
    checkVector("digitize", specOf(bins).shape);
    return spec(specOf(x).shape, "int32");
  },
});

interface BincountOptions {
  weights: TensorLike | null;
  minlength: number;
  sparse: boolean;
}

/**
 * How often each whole number occurs along the last axis, or the sum of its weights; negative ones count nowhere.
 *
 * @see {@link https://keras.io/api/ops/numpy/#bincount-function | keras.ops.bincount}
 * @example
 * bincount([0, 2, 2], { minlength: 4 }); // [1, 0, 2, 0]
 */
export const bincount = /* @__PURE__ */ defineOp<[x: Tensor], BincountOptions, Tensor>({
  className: "Bincount",
  module: "numpy",
  tensors: ["x"],
  options: { weights: null, minlength: 0, sparse: false },
  call: (x, { weights, minlength, sparse }) => {
    if (sparse) throw argumentError("bincount", "sparse", "be false: this backend has no sparse tensors", sparse);
    const shares = weights === null ? null : asTensor("bincount", weights);
    if (shares && shares.size !== x.size)
      throw shapeError("bincount", "there must be one weight for each element", shares.shape);
    const outer = x.shape.slice(0, -1);
    const rows = tf.reshape(as(x, "int32"), [outer.reduce((all, size) => all * size, 1), x.shape.at(-1) ?? 1]);
    // how long a row is depends on what is in it
    const length = Math.max(minlength, x.size > 0 ? tf.max(rows).dataSync()[0]! + 1 : 0);
    const dtype = shares ? resultType(x.dtype as DType, shares.dtype as DType) : "int32";
    const kind = dtype === "float32" ? dtype : "int32";
    const each = shares ? tf.reshape(as(shares, kind), rows.shape) : tf.zeros([0], kind);
    return as(
      tf.reshape(tf.denseBincount(rows as tf.Tensor2D, each as tf.Tensor2D, length), [...outer, length]),
      dtype,
    );
  },
  spec: (x: unknown, { weights }: BincountOptions) => {
    const { shape, dtype } = specOf(x);
    const sizes = [...shape.slice(0, -1), null];
    return weights === null ? spec(sizes, "int32") : spec(sizes, dtype, specOf(weights).dtype);
  },
});

function places(sequence: Tensor, values: Tensor, side: "left" | "right"): Tensor {
  const pair = operands("searchsorted", [sequence, values]);
  return hostWork(pair, values.shape, "int32", (bounds, wanted) => search(bounds!, wanted!, side));
}
function search(bounds: HostValues, wanted: HostValues, side: "left" | "right"): Int32Array {
  return Int32Array.from(wanted, (value) => {
    let [low, high] = [0, bounds.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const before = side === "left" ? bounds[middle]! < value : bounds[middle]! <= value;
      // NaN comes after all numbers
      if (before || (Number.isNaN(value) && !Number.isNaN(bounds[middle]!))) low = middle + 1;
      else high = middle;
    }
    return low;
  });
}

function checkVector(op: string, shape: Shape): void {
  if (shape.length !== 1) throw shapeError(op, "the bounds must be a vector", shape);
}
