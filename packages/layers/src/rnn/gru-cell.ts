import { defineLayer, type Tensor, type Variable } from "@hornbeam/core";
import { add, concatenate, matmul, multiply, split, subtract, unstack } from "@hornbeam/ops";
import { GatedCell } from "./_gated-cell.ts";
import {
  biasOption,
  constraintOptions,
  dropoutOptions,
  gateOptions,
  penaltyOptions,
  resetOption,
  seedOption,
  sizeOptions,
  startOptions,
} from "./_options.ts";
import type { Step } from "./_recurrent-cell.ts";
import type { KnownCell } from "./_whole.ts";

type Gates = [Tensor, Tensor, Tensor];

/**
 * One step of a gated recurrent unit. With the sums of the update gate `z` and the reset gate `r`,
 * `h' = σ(z) · h + (1 - σ(z)) · tanh(x̃ + σ(r) · h̃)`, where `x̃` and `h̃` are the input's and the state's part of the
 * candidate; without `resetAfter` the reset gate is applied to `h` before its part is computed.
 *
 * - input: `[batch, features]`; states: `[h]`, `[batch, units]`
 * - output: `[h', [h']]`
 * - kernel: `[features, 3 · units]`, recurrent kernel: `[units, 3 · units]`, bias: `[2, 3 · units]`, or `[3 · units]`
 *   without `resetAfter`
 *
 * @see {@link https://arxiv.org/abs/1406.1078 | Cho et al., 2014}
 * @see {@link https://keras.io/api/layers/recurrent_layers/gru_cell/ | keras.layers.GRUCell}
 * @example
 * new GRUCell({ units: 3 })(ones([2, 4]), { states: [zeros([2, 3])] })[0].shape; // [2, 3]
 */
export class GRUCell extends /* @__PURE__ */ defineLayer(
  "keras.layers.GRUCell",
  {
    ...sizeOptions,
    ...gateOptions,
    ...biasOption,
    ...startOptions,
    ...penaltyOptions,
    ...constraintOptions,
    ...dropoutOptions,
    ...resetOption,
    ...seedOption,
  },
  GatedCell,
) {
  protected override readonly gates = 3;

  protected override known(): KnownCell {
    const { units, activation, recurrentActivation, resetAfter } = this;
    return { cell: "gru", units, activation, recurrentActivation, resetAfter };
  }

  protected override stepper(masks: readonly Tensor[] | null): Step {
    const mix = this.resetAfter ? this.#resetAfter(masks) : this.#resetBefore(masks);
    return (x, [state]) => {
      const h = state as Tensor;
      const { update, candidate } = mix(split(x, 3, -1) as Gates, h);
      const next = add(multiply(update, h), multiply(subtract(1, update), this.activation(candidate)));
      return [next, [next]];
    };
  }

  #resetAfter(masks: readonly Tensor[] | null) {
    const bias = this.recurrentBias();
    return ([xz, xr, xh]: Gates, h: Tensor) => {
      const sums = this.recur(h, masks);
      const [hz, hr, hh] = split(bias ? add(sums, bias) : sums, 3, -1) as Gates;
      const update = this.recurrentActivation(add(xz, hz));
      const reset = this.recurrentActivation(add(xr, hr));
      return { update, candidate: add(xh, multiply(reset, hh)) };
    };
  }

  #resetBefore(masks: readonly Tensor[] | null) {
    const [uz, ur, uh] = split(this.recurrentKernel, 3, 1) as Gates;
    const both = concatenate([uz, ur], 1);
    const masked = (h: Tensor, gate: number): Tensor => (masks ? multiply(h, masks[gate]!) : h);
    return ([xz, xr, xh]: Gates, h: Tensor) => {
      const gates = masks
        ? [matmul(masked(h, 0), uz), matmul(masked(h, 1), ur)]
        : (split(matmul(h, both), 2, -1) as Tensor[]);
      const update = this.recurrentActivation(add(xz, gates[0]!));
      const reset = this.recurrentActivation(add(xr, gates[1]!));
      return { update, candidate: add(xh, matmul(multiply(reset, masked(h, 2)), uh)) };
    };
  }

  protected override makeBias(size: number): Variable {
    if (!this.resetAfter) return super.makeBias(size);
    return this.addWeight({
      name: "bias",
      shape: [2, size],
      initializer: this.biasInitializer,
      regularizer: this.biasRegularizer,
      constraint: this.biasConstraint,
    });
  }
  protected override recurrentBias(): Tensor | null {
    return this.bias && this.resetAfter ? (unstack(this.bias, { axis: 0 })[1] as Tensor) : null;
  }
  protected override inputBias(): Variable | Tensor | null {
    return this.bias && this.resetAfter ? (unstack(this.bias, { axis: 0 })[0] as Tensor) : this.bias;
  }
}
