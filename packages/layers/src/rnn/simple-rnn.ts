import { nonNegativeInteger, nullable } from "@hornbeam/core";
import { cellOptions } from "./_cell-options.ts";
import {
  activityOption,
  biasOption,
  constraintOptions,
  dropoutOptions,
  penaltyOptions,
  sizeOptions,
  startOptions,
} from "./_options.ts";
import { defineRecurrent } from "./_recurrent-class.ts";
import { SimpleRNNCell } from "./simple-rnn-cell.ts";

/**
 * Plain recurrent network: `h ← activation(x · kernel + h · recurrentKernel + bias)` over the steps of a sequence.
 * Masked steps are skipped.
 *
 * - input: `[batch, steps, features]`; `initialState` in the call's options: `[h]`, `[batch, units]`
 * - output: `[batch, units]`, or `[batch, steps, units]` with `returnSequences`
 * - with `returnState`: a list of the output and `h`
 *
 * @throws {ShapeError} when the input has not three axes, or a stateful layer does not know its batch size.
 * @see {@link https://keras.io/api/layers/recurrent_layers/simple_rnn/ | keras.layers.SimpleRNN}
 * @example
 * new SimpleRNN({ units: 4 })(ones([32, 10, 8])).shape; // [32, 4]
 */
export class SimpleRNN<S extends boolean = false> extends /* @__PURE__ */ defineRecurrent("keras.layers.SimpleRNN", {
  ...sizeOptions,
  ...biasOption,
  ...startOptions,
  ...penaltyOptions,
  ...activityOption,
  ...constraintOptions,
  ...dropoutOptions,
  /** Makes the choice of what is dropped reproducible. Keras leaves it out of configs. */
  seed: /* @__PURE__ */ nullable(nonNegativeInteger)(null, { writtenIfSet: true }),
})<S> {
  override readonly cell: SimpleRNNCell = new SimpleRNNCell({
    ...cellOptions(this),
    seed: this.seed,
    name: "simple_rnn_cell",
  });
}
