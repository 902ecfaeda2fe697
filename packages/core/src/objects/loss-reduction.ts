import { divideNoNan } from "@hornbeam/kernels";
import { cast, div, expandDims, mul, scalar, squeeze, sum, type Tensor, where } from "@hornbeam/kernels/tfjs";
import { type KnownShape, sizeOf } from "../array/shape.ts";
import { refusal, ShapeError } from "../errors.ts";
import { oneOf } from "../options/kinds.ts";
import { squeezeOrExpandToSameRank } from "./loss-rank.ts";

/** How the losses of samples become one: see {@link reduction}. */
export type LossReduction = "sum_over_batch_size" | "sum" | null | "none" | "mean" | "mean_with_sample_weight";

/**
 * `"sum_over_batch_size"` and `"mean"`: `Σ(w·l) / count`; `"mean_with_sample_weight"`: `Σ(w·l) / Σw`;
 * `"sum"`: `Σ(w·l)`; `"none"` and null: one value a sample.
 */
export const reduction = /* @__PURE__ */ oneOf(
  "sum_over_batch_size",
  "sum",
  null,
  "none",
  "mean",
  "mean_with_sample_weight",
);

/** Weights of samples or steps. Null where all count alike. */
type Weights = Tensor | null | undefined;

/** What becomes one loss with the losses of samples, and how. */
export interface LossShares {
  readonly weights: Tensor | null;
  readonly mask: Tensor | undefined;
  readonly reduction: LossReduction;
}

/** Tensors of the backend, whose last axis can be dropped or added. */
const rankTools = { squeeze: (x: Tensor, axis: number) => squeeze(x, [x.rank + axis]), expandDims };

export function sameRank(first: Tensor, second: Tensor, expandVectors = true): [Tensor, Tensor] {
  return squeezeOrExpandToSameRank<Tensor>(first, second, rankTools, expandVectors);
}

/** Values of samples, weighted and reduced. Runs in the caller's scope. */
export function reduceWeightedValues(
  values: Tensor,
  { weights, mask, reduction, action }: { weights: Weights; mask: Weights; reduction: LossReduction; action: string },
): Tensor {
  const merged = maskWeights(weights, mask, reduction === "mean" || reduction === "sum_over_batch_size", action);
  if (!merged) return reduceValues(values, null, reduction);
  const [aligned, weight] = sameRank(values, merged);
  checkBroadcast(action, weight.shape, aligned.shape, "the losses");
  return reduceValues(mul(aligned, weight), weight, reduction);
}

/**
 * Weights in which what a mask leaves out counts 0. Where a mean over everything follows, the rest counts
 * `total / valid`, so that the mean is over what is left.
 */
export function maskWeights(
  weights: Weights,
  mask: Weights,
  meanFollows: boolean,
  action = "weigh values",
): Tensor | null {
  if (!mask) return weights ?? null;
  const kept = cast(mask, "float32");
  const factor = meanFollows
    ? where(cast(mask, "bool"), divideNoNan(scalar(sizeOf(mask.shape)), sum(kept)), scalar(0))
    : kept;
  if (!weights) return factor;
  const [a, b] = sameRank(factor, weights);
  checkBroadcast(action, b.shape, a.shape, "the mask");
  return mul(a, b);
}

function reduceValues(values: Tensor, weights: Tensor | null, reduction: LossReduction): Tensor {
  if (reduction === null || reduction === "none" || values.rank === 0) return values;
  if (values.rank === 1 && values.shape[0] === 0) return values;
  const total = sum(values);
  if (reduction === "sum") return total;
  if (reduction === "mean_with_sample_weight" && weights) return divideNoNan(total, sum(weights));
  const count = sizeOf(values.shape);
  return count === 0 ? total : div(total, count);
}

function checkBroadcast(action: string, weights: KnownShape, values: KnownShape, what: string): void {
  const fits = weights.every((size, i) => {
    const other = values[values.length - weights.length + i];
    return size === 1 || other === undefined || other === 1 || other === size;
  });
  if (fits) return;
  throw refusal(ShapeError, {
    action,
    expected: `\`sampleWeight\` must broadcast to ${what} of shape [${values.join(", ")}]`,
    receivedAs: "shape",
    received: weights,
  });
}
