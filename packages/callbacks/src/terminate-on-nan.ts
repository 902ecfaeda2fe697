import { boolean, defineCallback, type Logs, StateError } from "@hornbeam/core";
import { print } from "./_print.ts";

/**
 * Stops the training after a batch that makes the loss NaN or infinite.
 *
 * @see {@link https://keras.io/api/callbacks/terminate_on_nan/ | keras.callbacks.TerminateOnNaN}
 * @throws {StateError} instead of stopping, with `raiseError`.
 * @example
 * await model.fit(x, y, { callbacks: [new TerminateOnNaN()] });
 */
export class TerminateOnNaN extends /* @__PURE__ */ defineCallback("keras.callbacks.TerminateOnNaN", {
  /** Whether to throw at once, so that no other callback ends its work. */
  raiseError: /* @__PURE__ */ boolean(false),
}) {
  override onBatchEnd(batch: number, { loss }: Logs): void {
    if (loss === undefined || Number.isFinite(loss)) return;
    if (this.raiseError) {
      throw new StateError(`Cannot train beyond batch ${batch}: the loss must be finite, received ${loss}`, {
        owner: "TerminateOnNaN",
        received: loss,
      });
    }
    print(`Batch ${batch}: Invalid loss, terminating training`);
    this.model.stopTraining = true;
  }
}
