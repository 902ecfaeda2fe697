import { isMeasure, Loss, type LossShares, sameRank, type Tensor } from "@hornbeam/core";

/** A loss made of a plain function, under a name. */
export class FunctionLoss extends Loss {
  readonly #compute: (yTrue: Tensor, yPred: Tensor) => Tensor;

  constructor(compute: (yTrue: Tensor, yPred: Tensor) => Tensor, name: string) {
    super({ name: name === "" ? null : name });
    this.#compute = compute;
  }

  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return this.#compute(...sameRank(yTrue, yPred));
  }

  protected override atOnce(yTrue: Tensor, yPred: Tensor, shares: LossShares): Tensor | undefined {
    const compute: unknown = this.#compute;
    return isMeasure(compute) ? compute.atOnce?.(...sameRank(yTrue, yPred), undefined, shares) : undefined;
  }
}
