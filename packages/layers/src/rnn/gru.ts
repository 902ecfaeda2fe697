import { cellOptions } from "./_cell-options.ts";
import {
  activityOption,
  biasOption,
  constraintOptions,
  cudnnOption,
  dropoutOptions,
  gateOptions,
  penaltyOptions,
  resetOption,
  seedOption,
  sizeOptions,
  startOptions,
} from "./_options.ts";
import { defineRecurrent } from "./_recurrent-class.ts";
import { GRUCell } from "./gru-cell.ts";

/**
 * Gated recurrent unit: a `GRUCell` over the steps of a sequence. Masked steps are skipped.
 *
 * - input: `[batch, steps, features]`; `initialState` in the call's options: `[h]`, `[batch, units]`
 * - output: `[batch, units]`, or `[batch, steps, units]` with `returnSequences`
 * - with `returnState`: a list of the output and `h`
 *
 * @throws {ShapeError} when the input has not three axes, or a stateful layer does not know its batch size.
 * @see {@link https://arxiv.org/abs/1406.1078 | Cho et al., 2014}
 * @see {@link https://keras.io/api/layers/recurrent_layers/gru/ | keras.layers.GRU}
 * @example
 * new GRU({ units: 4 })(ones([32, 10, 8])).shape; // [32, 4]
 */
export class GRU<S extends boolean = false> extends /* @__PURE__ */ defineRecurrent("keras.layers.GRU", {
  ...sizeOptions,
  ...gateOptions,
  ...biasOption,
  ...startOptions,
  ...penaltyOptions,
  ...activityOption,
  ...constraintOptions,
  ...dropoutOptions,
  ...resetOption,
  ...seedOption,
  ...cudnnOption,
})<S> {
  override readonly cell: GRUCell = new GRUCell({
    ...cellOptions(this),
    recurrentActivation: this.recurrentActivation,
    resetAfter: this.resetAfter,
    seed: this.seed,
    name: "gru_cell",
  });
}
