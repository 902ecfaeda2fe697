import { defineLayer, type Tensor } from "@hornbeam/core";
import { add } from "@hornbeam/ops";
import { GatedCell } from "./_gated-cell.ts";
import type { Step } from "./_recurrent-cell.ts";
import type { KnownCell } from "./_whole.ts";

/**
 * One step of a plain recurrent network: `h' = activation(x · kernel + h · recurrentKernel + bias)`.
 *
 * - input: `[batch, features]`; states: `[h]`, `[batch, units]`
 * - output: `[h', [h']]`
 *
 * @see {@link https://keras.io/api/layers/recurrent_layers/simple_rnn_cell/ | keras.layers.SimpleRNNCell}
 * @example
 * new SimpleRNNCell({ units: 3 })(ones([2, 4]), { states: [zeros([2, 3])] })[0].shape; // [2, 3]
 */
export class SimpleRNNCell extends /* @__PURE__ */ defineLayer("keras.layers.SimpleRNNCell", {}, GatedCell) {
  protected override readonly gates = 1;

  protected override known(): KnownCell {
    return { cell: "simple", units: this.units, activation: this.activation };
  }

  protected override stepper(masks: readonly Tensor[] | null): Step {
    return (x, [h]) => {
      const next = this.activation(add(x, this.recur(h as Tensor, masks)));
      return [next, [next]];
    };
  }
}
