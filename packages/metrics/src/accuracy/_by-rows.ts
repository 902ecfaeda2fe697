import type { Tensor } from "@hornbeam/core";
import { cast, reshape } from "@hornbeam/ops";

/** Runs a function of rows on tensors of more axes: `[..., classes]` beside `[...]`. */
export function byRows(labels: Tensor, predictions: Tensor, matches: (labels: Tensor, rows: Tensor) => Tensor): Tensor {
  const rows = predictions.rank > 2 ? reshape(predictions, [-1, predictions.shape.at(-1)!]) : predictions;
  if (labels.rank <= 1) return cast(matches(labels, rows), "float32");
  return reshape(cast(matches(reshape(labels, [-1]), rows), "float32"), labels.shape);
}
