import { defineLoss, defineMeasure, refusal, ShapeError, type Tensor } from "@hornbeam/core";
import { cast, ctcLoss, full, notEqual, sum } from "@hornbeam/ops";

/**
 * Connectionist temporal classification: minus the logarithm of the probability of a sequence of labels under all ways
 * in which it can be spread over the steps, blanks between; `[batch, steps, classes]` becomes `[batch]`.
 *
 * - yTrue: `[batch, length]`, classes from 1 on, filled up with 0, the blank
 * - yPred: `[batch, steps, classes]`, logits
 *
 * @throws {ShapeError} when the tensors do not have two and three axes.
 * @see {@link https://keras.io/api/losses/ | keras.losses.ctc}
 * @see {@link https://www.cs.toronto.edu/~graves/icml_2006.pdf | Graves et al., 2006}, section 4.1
 * @example
 * ctc([[1, 2]], [[[0, 0, 0], [0, 0, 0], [0, 0, 0]]]); // [1.6863990]
 */
export const ctc = /* @__PURE__ */ defineMeasure("ctc", {}, (yTrue, yPred) => {
  checkRank("yTrue", yTrue, 2, "[batch, length]");
  checkRank("yPred", yPred, 3, "[batch, steps, classes]");
  const [batch, steps] = yPred.shape as [number, number];
  const labels = sum(cast(notEqual(yTrue, 0), "int32"), 1);
  return ctcLoss(yTrue, yPred, labels, full([batch], steps, { dtype: "int32" }));
});

/**
 * Connectionist temporal classification, reduced over the batch: for sequences of labels whose places are not known.
 *
 * - yTrue: `[batch, length]`, classes from 1 on, filled up with 0, the blank
 * - yPred: `[batch, steps, classes]`, logits
 *
 * @throws {ShapeError} when the tensors do not have two and three axes.
 * @see {@link https://keras.io/api/losses/ | keras.losses.CTC}
 * @see {@link https://www.cs.toronto.edu/~graves/icml_2006.pdf | Graves et al., 2006}
 * @example
 * new CTC()([[1, 2]], [[[0, 0, 0], [0, 0, 0], [0, 0, 0]]]); // 1.6863990
 */
export class CTC extends /* @__PURE__ */ defineLoss("keras.losses.CTC", {}, ctc) {}

function checkRank(name: string, { shape }: Tensor, rank: number, expected: string): void {
  if (shape.length === rank) return;
  throw refusal(ShapeError, {
    action: "call ctc",
    expected: `\`${name}\` must be of shape ${expected}`,
    receivedAs: "shape",
    received: shape,
  });
}
