import { type DType, defineOp, standardizeDType, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { as } from "../_operands.ts";
import { argumentError, spec, specOf } from "../_spec.ts";
import { oneHot } from "./one-hot.ts";

interface MultiHotOptions {
  numClasses: number | null;
  axis: number;
  dtype: DType | null;
  sparse: boolean;
}

/**
 * One vector for each list of whole numbers: 1 at their places and 0 elsewhere.
 *
 * - inputs: `[n]` or `[batch, n]`
 * - output: `[numClasses]` or `[batch, numClasses]`
 *
 * @see {@link https://keras.io/api/ops/nn/#multihot-function | keras.ops.multi_hot}
 * @example
 * multiHot([0, 2], { numClasses: 4 }); // [1, 0, 1, 0]
 */
export const multiHot = /* @__PURE__ */ defineOp<[inputs: Tensor], MultiHotOptions, Tensor>({
  className: "MultiHot",
  module: "nn",
  tensors: ["inputs"],
  options: { numClasses: null, axis: -1, dtype: null, sparse: false },
  call: (inputs, { numClasses, axis, dtype, sparse }) => {
    const classes = classesOf(numClasses);
    const type = dtype === null ? "float32" : standardizeDType(dtype);
    const isLast = axis === -1 || axis === inputs.rank;
    if (!isLast || sparse || inputs.rank < 1 || inputs.rank > 2) {
      const vectors = oneHot(inputs, classes, { axis, sparse });
      return as(tf.max(vectors, inputs.rank > 1 ? 1 : 0), type);
    }
    oneHot.definition.spec(inputs, classes, { axis, dtype, sparse }); // checks the options
    const numbers = as(inputs, "int32") as tf.Tensor2D;
    return as(tf.denseBincount(numbers, tf.zeros([0]) as tf.Tensor as tf.Tensor2D, classes, true), type);
  },
  spec: (inputs: unknown, { numClasses, axis, dtype, sparse }: MultiHotOptions) => {
    const { shape } = specOf(inputs);
    const own = oneHot.definition.spec(inputs, classesOf(numClasses), { axis, dtype: null, sparse }) as {
      shape: readonly number[];
    };
    return spec(own.shape.toSpliced(shape.length > 1 ? 1 : 0, 1), dtype === null ? "float32" : standardizeDType(dtype));
  },
});

function classesOf(numClasses: number | null): number {
  if (numClasses === null) throw argumentError("multiHot", "numClasses", "be given", numClasses);
  return numClasses;
}
