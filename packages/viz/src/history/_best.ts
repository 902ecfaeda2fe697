import type { Series } from "./_metrics.ts";

export type Direction = "min" | "max";

const rising =
  /acc|auc|precision|recall|sensitivity|specificity|f1|fbeta|iou|dice|r2|cosine_similarity|true_positives|true_negatives/;
const falling =
  /loss|error|entropy|mse|mae|mape|msle|rmse|kl|poisson|hinge|cosh|perplexity|false_positives|false_negatives/;

/** Whether smaller or larger is better, as far as the name of a metric tells. */
export function directionOf(name: string): Direction | undefined {
  const plain = name.toLowerCase();
  if (/loss$/.test(plain)) return "min";
  if (rising.test(plain)) return "max";
  return falling.test(plain) ? "min" : undefined;
}

/** The first best point of a line; `undefined` where no value is finite. */
export function bestPoint(series: Series, direction: Direction): { epoch: number; value: number } | undefined {
  let best: { epoch: number; value: number } | undefined;
  series.values.forEach((value, i) => {
    if (!Number.isFinite(value)) return;
    if (best === undefined || (direction === "min" ? value < best.value : value > best.value))
      best = { epoch: series.epochs[i]!, value };
  });
  return best;
}
