import { Loss, type Tensor } from "@hornbeam/core";
import { expandDims, squeeze } from "@hornbeam/ops";

/** A loss made of a plain function, under a name. */
export class FunctionLoss extends Loss {
  readonly #compute: (yTrue: Tensor, yPred: Tensor) => Tensor;

  constructor(compute: (yTrue: Tensor, yPred: Tensor) => Tensor, name: string) {
    super({ name: name === "" ? null : name });
    this.#compute = compute;
  }

  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return this.#compute(alike(yTrue, yPred), yPred);
  }
}

/** Targets in the rank of the predictions, where an axis of size 1 is all that parts them. */
function alike(yTrue: Tensor, yPred: Tensor): Tensor {
  if (yTrue.rank === yPred.rank + 1 && yTrue.shape.at(-1) === 1) return squeeze(yTrue, -1);
  if (yTrue.rank === yPred.rank - 1 && yPred.shape.at(-1) === 1) return expandDims(yTrue, -1);
  return yTrue;
}
