import type { Tensor } from "@hornbeam/core";
import { cast, expandDims, greater, isfinite, less, logicalAnd, oneHot, reshape, sum, where } from "@hornbeam/ops";

/** Whether the class of each row is among its `k` likeliest, ties included: `[rows]` and `[rows, classes]` give a bool. */
export function inTopK(classes: Tensor, predictions: Tensor, k: number): Tensor {
  const chosen = oneHot(cast(classes, "int32"), predictions.shape.at(-1)!);
  const own = sum(where(cast(chosen, "bool"), predictions, 0), -1);
  const better = sum(cast(greater(predictions, expandDims(own, -1)), "int32"), -1);
  const exists = sum(cast(chosen, "int32"), -1);
  return logicalAnd(logicalAnd(less(better, k), cast(exists, "bool")), isfinite(own));
}

/** Runs a function of rows on tensors of more axes: `[..., classes]` beside `[...]`. */
export function byRows(labels: Tensor, predictions: Tensor, matches: (labels: Tensor, rows: Tensor) => Tensor): Tensor {
  const rows = predictions.rank > 2 ? reshape(predictions, [-1, predictions.shape.at(-1)!]) : predictions;
  if (labels.rank <= 1) return cast(matches(labels, rows), "float32");
  return reshape(cast(matches(reshape(labels, [-1]), rows), "float32"), labels.shape);
}
