import { defineLayer, type Tensor, type Variable } from "@hornbeam/core";
import { add, concatenate, multiply, ones, split } from "@hornbeam/ops";
import { GatedCell } from "./_gated-cell.ts";
import {
  biasOption,
  constraintOptions,
  dropoutOptions,
  forgetOption,
  gateOptions,
  penaltyOptions,
  seedOption,
  sizeOptions,
  startOptions,
} from "./_options.ts";
import type { Step } from "./_recurrent-cell.ts";
import type { KnownCell } from "./_whole.ts";

/**
 * One step of long short-term memory. With the sums `i, f, g, o` of the four gates, `c' = σ(f) · c + σ(i) · tanh(g)` and
 * `h' = σ(o) · tanh(c')`.
 *
 * - input: `[batch, features]`; states: `[h, c]`, `[batch, units]` each
 * - output: `[h', [h', c']]`
 * - kernel: `[features, 4 · units]`, recurrent kernel: `[units, 4 · units]`, bias: `[4 · units]`
 *
 * @see {@link https://www.bioinf.jku.at/publications/older/2604.pdf | Hochreiter and Schmidhuber, 1997}
 * @see {@link https://keras.io/api/layers/recurrent_layers/lstm_cell/ | keras.layers.LSTMCell}
 * @example
 * new LSTMCell({ units: 3 })(ones([2, 4]), { states: [zeros([2, 3]), zeros([2, 3])] })[0].shape; // [2, 3]
 */
export class LSTMCell extends /* @__PURE__ */ defineLayer(
  "keras.layers.LSTMCell",
  {
    ...sizeOptions,
    ...gateOptions,
    ...biasOption,
    ...forgetOption,
    ...startOptions,
    ...penaltyOptions,
    ...constraintOptions,
    ...dropoutOptions,
    ...seedOption,
  },
  GatedCell,
) {
  protected override readonly gates = 4;

  override get stateSize(): readonly number[] {
    return [this.units, this.units];
  }

  protected override known(): KnownCell {
    const { units, activation, recurrentActivation } = this;
    return { cell: "lstm", units, activation, recurrentActivation };
  }

  protected override stepper(masks: readonly Tensor[] | null): Step {
    return (x, [h, c]) => {
      const sums = add(x, this.recur(h as Tensor, masks));
      const [i, f, g, o] = split(sums, 4, -1) as [Tensor, Tensor, Tensor, Tensor];
      const kept = multiply(this.recurrentActivation(f), c as Tensor);
      const carry = add(kept, multiply(this.recurrentActivation(i), this.activation(g)));
      const next = multiply(this.recurrentActivation(o), this.activation(carry));
      return [next, [next, carry]];
    };
  }

  protected override makeBias(size: number): Variable {
    if (!this.unitForgetBias) return super.makeBias(size);
    const start = this.biasInitializer;
    return this.addWeight({
      name: "bias",
      shape: [size],
      initializer: (_, dtype) =>
        concatenate([start([this.units], dtype), ones([this.units]), start([2 * this.units], dtype)]),
      regularizer: this.biasRegularizer,
      constraint: this.biasConstraint,
    });
  }
}
