import { cellOptions } from "./_cell-options.ts";
import {
  activityOption,
  biasOption,
  constraintOptions,
  cudnnOption,
  dropoutOptions,
  forgetOption,
  gateOptions,
  penaltyOptions,
  seedOption,
  sizeOptions,
  startOptions,
} from "./_options.ts";
import { defineRecurrent } from "./_recurrent-class.ts";
import { LSTMCell } from "./lstm-cell.ts";

/**
 * Long short-term memory: an `LSTMCell` over the steps of a sequence. Masked steps are skipped.
 *
 * - input: `[batch, steps, features]`; `initialState` in the call's options: `[h, c]`, `[batch, units]` each
 * - output: `[batch, units]`, or `[batch, steps, units]` with `returnSequences`
 * - with `returnState`: a list of the output, `h` and `c`
 *
 * @throws {ShapeError} when the input has not three axes, or a stateful layer does not know its batch size.
 * @see {@link https://www.bioinf.jku.at/publications/older/2604.pdf | Hochreiter and Schmidhuber, 1997}
 * @see {@link https://keras.io/api/layers/recurrent_layers/lstm/ | keras.layers.LSTM}
 * @example
 * new LSTM({ units: 4 })(ones([32, 10, 8])).shape; // [32, 4]
 */
export class LSTM<S extends boolean = false> extends /* @__PURE__ */ defineRecurrent("keras.layers.LSTM", {
  ...sizeOptions,
  ...gateOptions,
  ...biasOption,
  ...startOptions,
  ...forgetOption,
  ...penaltyOptions,
  ...activityOption,
  ...constraintOptions,
  ...dropoutOptions,
  ...seedOption,
  ...cudnnOption,
})<S> {
  override readonly cell: LSTMCell = new LSTMCell({
    ...cellOptions(this),
    recurrentActivation: this.recurrentActivation,
    unitForgetBias: this.unitForgetBias,
    seed: this.seed,
    name: "lstm_cell",
  });
}
