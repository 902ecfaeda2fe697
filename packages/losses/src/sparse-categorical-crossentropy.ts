import { boolean, defineLoss, defineMeasure, integer, nullable, type Tensor } from "@hornbeam/core";
import { cast, expandDims, notEqual, sparseCategoricalCrossentropy as ofClasses, squeeze, where } from "@hornbeam/ops";
import { crossEntropyAtOnce } from "./_at-once.ts";
import { withMask } from "./_mask.ts";

const options = {
  /** Whether predictions are logits: any real numbers, in place of probabilities. */
  fromLogits: /* @__PURE__ */ boolean(false),
  /** A class that counts for nothing: its entries are 0, and left out of the mean. */
  ignoreClass: /* @__PURE__ */ nullable(integer)(null),
};

/**
 * `-ln p[t]` for classes given by their numbers, probabilities held within `[1e-7, 1 - 1e-7]`;
 * `[batch, ..., classes]` becomes `[batch, ...]`.
 *
 * @throws {ShapeError} when `yTrue` is not shaped as `yPred` without its classes.
 * @see {@link https://keras.io/api/losses/probabilistic_losses/#sparsecategoricalcrossentropy-function | keras.losses.sparse_categorical_crossentropy}
 * @example
 * sparseCategoricalCrossentropy([1, 0], [[0.5, 0.5], [1, 0]]); // [0.6931472, 0]
 */
export const sparseCategoricalCrossentropy = /* @__PURE__ */ defineMeasure(
  "sparse_categorical_crossentropy",
  {
    ...options,
    /** Axis of the classes. */
    axis: integer(-1),
  },
  (yTrue, yPred, { fromLogits, ignoreClass, axis }) => {
    const column = yTrue.shape.length === yPred.shape.length && yTrue.shape.at(axis) === 1;
    const truth = column ? squeeze(yTrue, axis) : yTrue;
    if (ignoreClass === null) return ofClasses(truth, yPred, { fromLogits, axis });
    const counts = notEqual(truth, cast(ignoreClass, truth.dtype as "float32"));
    const losses = ofClasses(where(counts, truth, 0), where(expandDims(counts, axis), yPred, 0), { fromLogits, axis });
    return withMask(where(counts, losses, 0) as Tensor, counts);
  },
  (yTrue, yPred, options, shares) => crossEntropyAtOnce("numbers", yTrue, yPred, options, shares),
);

/**
 * Crossentropy of classes given by their numbers, reduced over the batch.
 *
 * - yTrue: `[batch, ...]` or `[batch, ..., 1]`, whole numbers from 0
 * - yPred: `[batch, ..., classes]`, probabilities, or logits with `fromLogits`
 *
 * @throws {ShapeError} when `yTrue` is not shaped as `yPred` without its classes.
 * @see {@link https://keras.io/api/losses/probabilistic_losses/#sparsecategoricalcrossentropy-class | keras.losses.SparseCategoricalCrossentropy};
 * its configs lose an `axis` other than the last, those of this class hold it
 * @example
 * new SparseCategoricalCrossentropy()([1, 0], [[0.5, 0.5], [1, 0]]); // 0.3465736
 */
export class SparseCategoricalCrossentropy extends /* @__PURE__ */ defineLoss(
  "keras.losses.SparseCategoricalCrossentropy",
  {
    ...options,
    /** Axis of the classes. */
    axis: integer(-1, { writtenIfSet: true }),
  },
  sparseCategoricalCrossentropy,
) {}
