import { squeezeOrExpandToSameRank, type Tensor } from "@hornbeam/core";
import { cast, expandDims, squeeze } from "@hornbeam/ops";

/** Both in the dtype of the prediction and, where the last axis of one is 1 and too many, of the same rank. */
export function aligned(yTrue: Tensor, yPred: Tensor): [yTrue: Tensor, yPred: Tensor] {
  const truth = yTrue.dtype === yPred.dtype ? yTrue : cast(yTrue, yPred.dtype as "float32");
  return sameRank(truth, yPred);
}

export function sameRank(first: Tensor, second: Tensor, expandVectors = true): [Tensor, Tensor] {
  return squeezeOrExpandToSameRank<Tensor>(first, second, { squeeze, expandDims }, expandVectors);
}
