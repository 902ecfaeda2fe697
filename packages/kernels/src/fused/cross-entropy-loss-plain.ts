import {
  add,
  cast,
  div,
  equal,
  expandDims,
  maximum,
  mean,
  mul,
  notEqual,
  ones,
  reshape,
  sub,
  sum,
  type Tensor,
  where,
  zerosLike,
} from "@hornbeam/kernels/tfjs";
import type { lossKinds } from "../functions.ts";
import { logarithms, odds, ofClasses, ofElements } from "./cross-entropy.ts";
import { divideNoNan } from "./divide-no-nan.ts";
import { ofNumbers } from "./softmax-cross-entropy.ts";

/** What a loss is made of. */
export interface LossInputs {
  readonly labels: Tensor;
  readonly x: Tensor;
  readonly weights?: Tensor;
  readonly mask?: Tensor;
}

/** How; labels count `keep` times, plus `add`, and a weight is there for `repeat` rows. */
export type LossSettings = {
  readonly kind: (typeof lossKinds)[number];
  readonly probabilities: boolean;
  readonly epsilon: number;
  readonly keep: number;
  readonly add: number;
  readonly ignores: boolean;
  readonly ignored: number;
  readonly repeat: number;
  readonly reduction: "sum" | "mean" | "weightedMean" | "none";
};

/** A cross-entropy as a loss, of plain ops: for other backends and for gradients of gradients. */
export function plainLoss(inputs: LossInputs, settings: LossSettings): Tensor {
  const { losses, counts, share } = partsOf(inputs, settings);
  const weighted = share ? mul(losses, share) : losses;
  if (settings.reduction === "none") return reshape(weighted, inputs.x.shape.slice(0, -1));
  const total = sum(weighted);
  if (settings.reduction === "sum") return total;
  if (settings.reduction === "weightedMean" && share)
    return divideNoNan(total, counts ? sum(share) : div(sum(share), settings.repeat));
  return div(total, counts ? maximum(sum(counts), 1) : Math.max(1, losses.size));
}

/** Gradients by what nobody learns as a rule, weights and labels that are shares; `scale` is 1 over what a mean divides by. */
export const rareGradients = {
  weights(inputs: LossInputs, settings: LossSettings, dy: Tensor, scale: Tensor): Tensor {
    const { losses, counts, share } = partsOf(inputs, settings);
    const mean = settings.reduction === "weightedMean" ? mul(sum(mul(losses, share!)), scale) : undefined;
    const above = mean ? sub(losses, counts ? mean : div(mean, settings.repeat)) : losses;
    const each = mul(counts ? mul(above, counts) : above, slope(settings, dy, scale));
    return reshape(sum(reshape(each, [-1, settings.repeat]), 1), inputs.weights!.shape);
  },
  labels(inputs: LossInputs, settings: LossSettings, dy: Tensor, scale: Tensor): Tensor {
    const columns = inputs.x.shape.at(-1)!;
    const x = reshape(inputs.x, [-1, columns]);
    const { share } = partsOf(inputs, settings);
    const ofRow = slope(settings, dy, scale);
    const factor = expandDims(share ? mul(share, ofRow) : ofRow, -1);
    const byLabel = settings.kind === "shares" ? logarithms(x, settings) : div(odds(x, settings), columns);
    return reshape(mul(byLabel, mul(factor, -settings.keep)), inputs.labels.shape);
  },
};

/** What a weighted loss of a row is multiplied by on the way back: one number, or one a row. */
function slope({ reduction }: LossSettings, dy: Tensor, scale: Tensor): Tensor {
  return reduction === "none" ? reshape(dy, [-1]) : reshape(mul(dy, scale), [1]);
}

interface Parts {
  /** The loss of each row. */
  readonly losses: Tensor;
  /** 1 for each row that counts, unless all do. */
  readonly counts: Tensor | undefined;
  /** The weight of each row, unless all are 1. */
  readonly share: Tensor | undefined;
}

function partsOf({ labels, x, weights, mask }: LossInputs, settings: LossSettings): Parts {
  const { losses, counts: own } = rowLosses(labels, reshape(x, [-1, x.shape.at(-1)!]), settings);
  const masked = mask && cast(reshape(mask, [-1]), "float32");
  const counts = own && masked ? mul(own, masked) : (own ?? masked);
  const each = weights && reshape(mul(reshape(weights, [-1, 1]), ones([1, settings.repeat])), [-1]);
  return { losses, counts, share: counts && each ? mul(counts, each) : (counts ?? each) };
}

function rowLosses(labels: Tensor, x: Tensor, settings: LossSettings): { losses: Tensor; counts?: Tensor } {
  const { kind, keep, add: extra, ignores, ignored } = settings;
  if (kind === "numbers") {
    const given = reshape(labels, [-1]);
    if (!ignores) return { losses: ofNumbers(cast(given, "int32"), x, settings) };
    const left = equal(cast(given, "float32"), ignored);
    const numbers = cast(where(left, zerosLike(given), given), "int32");
    const losses = ofNumbers(numbers, where(expandDims(left, -1), zerosLike(x), x), settings);
    return {
      losses: where(left, zerosLike(losses), losses),
      counts: cast(notEqual(cast(given, "float32"), ignored), "float32"),
    };
  }
  const shares = add(mul(reshape(labels, x.shape), keep), extra);
  return { losses: kind === "shares" ? ofClasses(shares, x, settings) : mean(ofElements(shares, x, settings), -1) };
}
