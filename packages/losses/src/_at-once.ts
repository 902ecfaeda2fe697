import { epsilon, type LossReduction, type LossShares, rememberedLogits, type Shape, Tensor } from "@hornbeam/core";
import { type CrossEntropyLossOptions, crossEntropyLoss } from "@hornbeam/kernels";
import { likePrediction } from "./_operands.ts";

interface Options {
  readonly fromLogits: boolean;
  readonly axis: number;
  readonly labelSmoothing?: number;
  readonly ignoreClass?: number | null;
}

type Whole = NonNullable<CrossEntropyLossOptions["reduction"]>;

const reductions = new Map<LossReduction, Whole>([
  ["sum", "sum"],
  ["sum_over_batch_size", "mean"],
  ["mean", "mean"],
  ["mean_with_sample_weight", "weightedMean"],
  ["none", "none"],
  [null, "none"],
]);

/**
 * A cross-entropy with everything around it in one kernel: smoothing, weights, mask and reduction. Undefined for what the kernel
 * does not take: classes that are not last, weights and masks that spread along other axes than the last ones.
 */
export function crossEntropyAtOnce(
  kind: CrossEntropyLossOptions["kind"],
  yTrue: Tensor,
  yPred: Tensor,
  { fromLogits, axis, labelSmoothing = 0, ignoreClass = null }: Options,
  { weights, mask, reduction }: LossShares,
): Tensor | undefined {
  const rows = yPred.shape.slice(0, -1);
  const isLast = axis === -1 || axis === rows.length;
  if (rows.length === 0 || yPred.size === 0 || !isLast) return undefined;
  const truth = labelsFor(kind, yTrue, yPred, rows);
  const whole = reductions.get(reduction)!;
  const isMasked = mask === undefined || (mask instanceof Tensor && mask.dtype === "bool" && isSame(mask.shape, rows));
  if (!truth || !isMasked || (weights && !spreads(weights.shape, rows, whole))) return undefined;
  const logits = fromLogits ? yPred : rememberedLogits(yPred);
  return crossEntropyLoss(truth, logits ?? yPred, {
    kind,
    fromLogits: logits !== undefined,
    epsilon: epsilon(),
    smoothing: labelSmoothing,
    ignored: ignoreClass,
    weights,
    mask: mask ?? null,
    reduction: whole,
  });
}

/** Labels as the kernel takes them. */
function labelsFor(kind: string, yTrue: Tensor, yPred: Tensor, rows: Shape): Tensor | undefined {
  if (kind !== "numbers") return isSame(yTrue.shape, yPred.shape) ? likePrediction(yTrue, yPred) : undefined;
  const isKnown = yTrue.dtype === "int32" || yTrue.dtype === "float32";
  return isKnown && (isSame(yTrue.shape, rows) || isSame(yTrue.shape, [...rows, 1])) ? yTrue : undefined;
}

/** Whether weights are one for each of the first axes of the rows, and the rest of them is left as it is. */
function spreads(weights: Shape, rows: Shape, reduction: Whole): boolean {
  if (isSame(weights, rows) || weights.length === 0) return true;
  if (reduction === "none") return false;
  if (rows.length === 1 && isSame(weights, [...rows, 1])) return true;
  const own = weights.findLastIndex((size) => size !== 1) + 1;
  return weights.length === rows.length && isSame(weights.slice(0, own), rows.slice(0, own));
}

function isSame(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, i) => size === b[i]);
}
