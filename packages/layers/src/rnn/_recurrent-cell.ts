import { type CallOptions, Layer, type Shape, type Tensor } from "@hornbeam/core";
import { zeros } from "@hornbeam/ops";
import type { Scanned, Sequence } from "./_whole.ts";

/** The state of a cell: a list of tensors; of a stack of cells, a list of such lists. */
export type States = readonly (Tensor | States)[];
/** Sizes of the states, in the same structure. */
export type StateSizes = readonly (number | StateSizes)[];
/** One step: from an input and states to an output and the next states. */
export type Step = (input: Tensor, states: States) => readonly [output: Tensor, states: States];

/**
 * Parent of the cells that recurrent layers repeat: `(input, states) → (output, states)`. A cell of one's own says its
 * `stateSize` and what one step computes, in `call(x, { states })`.
 *
 * @see {@link https://keras.io/api/layers/recurrent_layers/rnn/ | keras.layers.RNN}
 */
export abstract class RecurrentCell extends Layer<Tensor, readonly [Tensor, States]> {
  /** Size of the state, or of each of several states. */
  abstract readonly stateSize: number | StateSizes;
  /** Size of the output: that of the first state unless said. */
  get outputSize(): number {
    return [this.stateSizes].flat(Infinity as 1)[0] as number;
  }
  get stateSizes(): StateSizes {
    return typeof this.stateSize === "number" ? [this.stateSize] : this.stateSize;
  }

  /** Zeros for each state. */
  initialState(batch: number): States {
    const make = (sizes: StateSizes): States =>
      sizes.map((size) => (typeof size === "number" ? zeros([batch, size]) : make(size)));
    return make(this.stateSizes);
  }

  /** The inputs and the step for a whole sequence, `[batch, steps, features]`: what all steps share is done once. */
  begin(sequence: Tensor, training: boolean): { readonly inputs: Tensor; readonly step: Step } {
    return { inputs: sequence, step: (input, states) => this.call(input, { states, training }) };
  }

  /** All steps of a sequence at once, where there is a way; else null, and they are taken one by one. */
  whole(_sequence: Sequence): Scanned | null {
    return null;
  }

  override computeOutputShape([batch = null]: Shape): never {
    const shapes = (sizes: StateSizes): unknown =>
      sizes.map((size) => (typeof size === "number" ? [batch, size] : shapes(size)));
    return [[batch, this.outputSize], shapes(this.stateSizes)] as never; // a structure like that of the output
  }

  override toKerasArguments(inputs: unknown, { states, ...options }: CallOptions) {
    const { args, kwargs } = super.toKerasArguments(inputs, options);
    return { args: states === undefined ? args : [...args, states], kwargs };
  }
  override fromKerasArguments(call: { args: readonly unknown[]; kwargs: Readonly<Record<string, unknown>> }) {
    const { inputs, options } = super.fromKerasArguments(call);
    return { inputs, options: call.args.length > 1 ? { ...options, states: call.args[1] } : options };
  }
}
