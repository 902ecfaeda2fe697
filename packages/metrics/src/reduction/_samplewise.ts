import { getMask, maskWeights, squeezeOrExpandToSameRank, type Tensor } from "@hornbeam/core";
import { broadcastTo, expandDims, multiply, squeeze } from "@hornbeam/ops";

type Reduce = (x: Tensor, options: { readonly axis: readonly number[] }) => Tensor;

/** One weighted value a sample, and the weights beside it. */
export interface Samples {
  readonly values: Tensor;
  readonly weights: Tensor | null;
}

/** Values of samples of any shape, weighted and reduced to one a sample, or one in all. */
export function samplewise(values: Tensor, weights: Tensor | null, reduce: Reduce): Samples {
  if (!weights) return { values: overAxes(values, 1, reduce), weights };
  const mask = getMask(values);
  const given = mask ? maskWeights(weights, mask, false)! : weights;
  if (values.rank === 0 && given.rank === 0) return { values: multiply(values, given), weights: given };
  const [aligned, own] = squeezeOrExpandToSameRank<Tensor>(values, given, { squeeze, expandDims });
  const reduced = overAxes(aligned, own.rank, reduce);
  const spread = broadcastTo(own, reduced.shape);
  return {
    values: overAxes(multiply(reduced, spread), 1, reduce),
    weights: own.rank > 1 ? reduce(spread, { axis: axesFrom(1, own.rank) }) : spread,
  };
}

/** Reduces all axes from one on. */
function overAxes(x: Tensor, from: number, reduce: Reduce): Tensor {
  return x.rank > from ? reduce(x, { axis: axesFrom(from, x.rank) }) : x;
}
function axesFrom(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}
