import type { InputSpec } from "@hornbeam/core";
import { layerOption } from "./_layer-option.ts";
import { RecurrentCell } from "./_recurrent-cell.ts";
import { defineRecurrent } from "./_recurrent-class.ts";

/**
 * Repeats a cell over the steps of a sequence. Masked steps are skipped.
 *
 * - input: `[batch, steps, features]`; `initialState` in the call's options: the cell's states
 * - output: `[batch, size]`, or `[batch, steps, size]` with `returnSequences`
 * - with `returnState`: a list of the output and the states
 *
 * @throws {ShapeError} when the input has fewer than three axes, or a stateful layer does not know its batch size.
 * @see {@link https://keras.io/api/layers/recurrent_layers/rnn/ | keras.layers.RNN}
 * @example
 * new RNN({ cell: new LSTMCell({ units: 4 }) })(ones([32, 10, 8])).shape; // [32, 4]
 */
export class RNN<S extends boolean = false> extends /* @__PURE__ */ defineRecurrent("keras.layers.RNN", {
  /** What is repeated. */
  cell: /* @__PURE__ */ layerOption(RecurrentCell, "a cell of a recurrent layer")(),
})<S> {
  declare readonly cell: RecurrentCell;
  protected override inputSpec: InputSpec = { minRank: 3 };
}
