import { boolean, defineCallback, refusal, StateError } from "@hornbeam/core";

/**
 * Evaluates and predicts with the running averages of the weights, which an optimizer with `useEma` keeps: they change
 * places before, and again after.
 *
 * With `swapOnEpoch` they also change places at the end of each epoch, until the next begins, so that callbacks behind
 * this one save the averages.
 *
 * @see {@link https://keras.io/api/callbacks/swap_ema_weights/ | keras.callbacks.SwapEMAWeights}; differs from it in
 * that weights change back after a prediction
 * @throws {StateError} when the optimizer keeps no averages.
 * @example
 * model.compile({ optimizer: new SGD({ useEma: true }), loss: "mse" });
 * await model.fit(x, y, { validationSplit: 0.1, callbacks: [new SwapEMAWeights()] });
 */
export class SwapEMAWeights extends /* @__PURE__ */ defineCallback("keras.callbacks.SwapEMAWeights", {
  /** Whether averages are in the model from an epoch's end to the next one's begin. */
  swapOnEpoch: /* @__PURE__ */ boolean(false),
}) {
  #averaged = false;

  override onEpochBegin(): void {
    if (this.swapOnEpoch) this.#toWeights();
  }
  override onEpochEnd(epoch: number): void {
    if (!this.swapOnEpoch || this.#averaged) return;
    this.#toAverages();
    // the training ends by giving the weights their averages' values: that must change nothing then
    if (epoch === this.params.epochs - 1) for (const [weight, average] of this.#averages) average.assign(weight);
  }
  override onTrainInterrupt(): void {
    this.#toWeights();
  }
  override onTestBegin(): void {
    this.#toAverages();
  }
  override onTestEnd(): void {
    this.#toWeights();
  }
  override onPredictBegin(): void {
    this.#toAverages();
  }
  override onPredictEnd(): void {
    this.#toWeights();
  }

  #toAverages(): void {
    if (!this.#averaged) this.#swap();
    this.#averaged = true;
  }
  #toWeights(): void {
    if (this.#averaged) this.#swap();
    this.#averaged = false;
  }
  #swap(): void {
    for (const [weight, average] of this.#averages) {
      const value = weight.numpy();
      weight.assign(average);
      average.assign(value);
    }
  }
  get #averages() {
    const { averages } = this.model.optimizer;
    if (averages) return averages;
    throw refusal(StateError, {
      action: "swap weights by SwapEMAWeights",
      expected: "the optimizer must keep averages, and have been built",
      hint: "Make it with `useEma: true` (`use_ema=True` in Keras).",
    });
  }
}
