import { squeezeOrExpandToSameRank, type Tensor } from "@hornbeam/core";
import { cast, expandDims, squeeze } from "@hornbeam/ops";

/** The truth in the dtype of the prediction. */
export function likePrediction(yTrue: Tensor, yPred: Tensor): Tensor {
  return yTrue.dtype === yPred.dtype ? yTrue : cast(yTrue, yPred.dtype as "float32");
}

/** Both in the dtype of the prediction and, where the last axis of one is 1 and too many, of the same rank. */
export function aligned(yTrue: Tensor, yPred: Tensor): [yTrue: Tensor, yPred: Tensor] {
  return squeezeOrExpandToSameRank<Tensor>(likePrediction(yTrue, yPred), yPred, { squeeze, expandDims });
}
