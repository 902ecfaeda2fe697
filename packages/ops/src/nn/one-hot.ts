import { type DType, defineOp, standardizeDType, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { frontAxis } from "../_axes.ts";
import { as } from "../_operands.ts";
import { argumentError, spec, specOf } from "../_spec.ts";

interface OneHotOptions {
  axis: number;
  dtype: DType | null;
  sparse: boolean;
}

/**
 * A vector for each whole number: 1 at its place and 0 elsewhere; all 0 for numbers outside `[0, numClasses)`.
 *
 * @see {@link https://keras.io/api/ops/nn/#onehot-function | keras.ops.one_hot}
 * @example
 * oneHot([0, 2], 3); // [[1, 0, 0], [0, 0, 1]]
 */
export const oneHot = /* @__PURE__ */ defineOp<[x: Tensor, numClasses: number], OneHotOptions, Tensor>({
  className: "OneHot",
  module: "nn",
  tensors: ["x"],
  settings: ["num_classes"],
  options: { axis: -1, dtype: null, sparse: false } as OneHotOptions,
  call: (x: Tensor, numClasses: number, { axis, dtype, sparse }) => {
    check(numClasses, sparse);
    const type = dtype === null ? "float32" : standardizeDType(dtype);
    const made = type === "int32" || type === "bool" ? type : "float32";
    // `tf.oneHot` refuses a single class
    const attrs = { depth: numClasses, onValue: 1, offValue: 0, dtype: made };
    const rows = tf.engine().runKernel("OneHot", { indices: tf.reshape(as(x, "int32"), [-1]) }, attrs) as Tensor;
    const vectors = tf.reshape(as(rows, type), [...x.shape, numClasses]);
    const place = frontAxis("oneHot", axis, x.rank + 1);
    if (place === x.rank) return vectors;
    return tf.transpose(vectors, Array.from({ length: x.rank }, (_, i) => i).toSpliced(place, 0, x.rank));
  },
  spec: (x: unknown, numClasses: number, { axis, dtype, sparse }: OneHotOptions) => {
    check(numClasses, sparse);
    const { shape } = specOf(x);
    const sizes = shape.toSpliced(frontAxis("oneHot", axis, shape.length + 1), 0, numClasses);
    return spec(sizes, dtype === null ? "float32" : standardizeDType(dtype));
  },
});

function check(numClasses: number, sparse: boolean): void {
  if (!Number.isInteger(numClasses) || numClasses < 1)
    throw argumentError("oneHot", "numClasses", "be a positive integer", numClasses);
  if (sparse) throw argumentError("oneHot", "sparse", "be false: this backend has no sparse tensors", sparse);
}
