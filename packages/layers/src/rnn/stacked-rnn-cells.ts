import { type CallOptions, defineLayer, type Shape, type Tensor } from "@hornbeam/core";
import { GatedCell } from "./_gated-cell.ts";
import { layersOption } from "./_layer-option.ts";
import { RecurrentCell, type StateSizes, type States, type Step } from "./_recurrent-cell.ts";

/**
 * Several cells as one: the output of each is the input of the next.
 *
 * - input: `[batch, features]`; states: a list of the states of each cell
 * - output: the last cell's output, and the list of all new states
 *
 * @see {@link https://keras.io/api/layers/recurrent_layers/stacked_rnn_cell/ | keras.layers.StackedRNNCells}
 * @example
 * const cell = new StackedRNNCells({ cells: [new LSTMCell({ units: 8 }), new LSTMCell({ units: 4 })] });
 * new RNN({ cell })(ones([32, 10, 5])).shape; // [32, 4]
 */
export class StackedRNNCells extends /* @__PURE__ */ defineLayer(
  "keras.layers.StackedRNNCells",
  {
    /** The cells, the first of which takes the input. */
    cells: /* @__PURE__ */ layersOption(RecurrentCell, "a cell of a recurrent layer")(),
  },
  RecurrentCell,
) {
  get stateSize(): StateSizes {
    return this.cells.map((cell) => cell.stateSizes);
  }
  override get outputSize(): number {
    return this.cells.at(-1)!.outputSize;
  }

  override build([batch = null, ...features]: Shape): void {
    let shape: Shape = [batch, ...features];
    for (const cell of this.cells) {
      if (!cell.built) cell.build(shape);
      shape = [batch, cell.outputSize];
    }
  }

  override call(x: Tensor, options: CallOptions): readonly [Tensor, States] {
    const steps = this.cells.map(
      (cell): Step =>
        (input, states) =>
          cell.call(input, { ...options, states }),
    );
    return inTurn(steps)(x, options["states"] as States);
  }

  override begin(sequence: Tensor, training: boolean): { readonly inputs: Tensor; readonly step: Step } {
    const batch = sequence.shape[0]!;
    const steps = this.cells.map(
      (cell): Step =>
        cell instanceof GatedCell
          ? cell.oneByOne(batch, training)
          : (input, states) => cell.call(input, { states, training }),
    );
    return { inputs: sequence, step: inTurn(steps) };
  }
}

function inTurn(steps: readonly Step[]): Step {
  return (x, states) => {
    let output = x;
    const next = steps.map((step, i) => {
      const [out, state] = step(output, states[i] as States);
      output = out;
      return state;
    });
    return [output, next];
  };
}
