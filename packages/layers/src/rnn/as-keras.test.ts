import { clearSession, KerasTensor, type Tensor } from "@hornbeam/core";
import { ones, tensor } from "@hornbeam/ops";
import { beforeEach, describe, expect, it } from "@hornbeam/testing";
import { Bidirectional } from "./bidirectional.ts";
import { GRUCell } from "./gru-cell.ts";
import { LSTMCell } from "./lstm-cell.ts";
import { RNN } from "./rnn.ts";
import { SimpleRNN } from "./simple-rnn.ts";
import { SimpleRNNCell } from "./simple-rnn-cell.ts";
import { StackedRNNCells } from "./stacked-rnn-cells.ts";

beforeEach(() => clearSession());
const adder = { units: 1, activation: "linear", kernelInitializer: "ones", recurrentInitializer: "ones" } as const;
const steps = () => tensor([[[1], [2], [4]]]);

describe("recurrent layers in the corners of Keras' behaviour", () => {
  it("zero an unrolled sequence that went backwards by its mask forwards", () => {
    const options = { ...adder, returnSequences: true, goBackwards: true, zeroOutputForMask: true };
    const mask = tensor([[true, true, false]]);
    // the steps are 4, masked, then 2 and 1
    expect(new SimpleRNN({ ...options, unroll: true })(steps(), { mask })).toBeClose([[[0], [2], [0]]]);
    expect(new SimpleRNN(options)(steps(), { mask })).toBeClose([[[0], [2], [3]]]);
  });

  it("take the only state of a cell without a list, and give it so", () => {
    for (const Class of [SimpleRNNCell, GRUCell]) {
      using cell = new Class({ units: 3, seed: 1 });
      const [output, next] = cell(ones([2, 4]), { states: ones([2, 3]) });
      expect(next as unknown as Tensor).toBeClose(cell(ones([2, 4]), { states: [ones([2, 3])] })[1][0] as Tensor);
      expect(output.shape).toEqual([2, 3]);
      const [, symbolic] = cell(new KerasTensor([null, 4]), { states: new KerasTensor([null, 3]) });
      expect((symbolic as unknown as KerasTensor).shape).toEqual([null, 3]);
    }
    const lstm = new LSTMCell({ units: 3, name: "cell" });
    expect(() => lstm(ones([2, 4]), { states: ones([2, 3]) })).toThrow(
      'Cannot call LSTMCell "cell": `states` must be a list of 2',
    );
  });

  it("infer the only state of a cell in a stack without a list", () => {
    const cell = new StackedRNNCells({ cells: [new LSTMCell({ units: 3 }), new GRUCell({ units: 2 })] });
    const shapes = new RNN({ cell, returnState: true }).computeOutputShape([2, 4, 3]);
    expect(shapes).toEqual([[2, 2], [[2, 3], [2, 3]], [2, 2]]); // biome-ignore format: one line
  });

  it("have the states of both ways, and remember the shapes of those that they began with", () => {
    const both = new Bidirectional({ layer: new SimpleRNN({ ...adder, stateful: true }) });
    expect(both.states).toBe(null);
    both(steps());
    both(steps());
    expect(both.states!.map((state) => state.numpy().item())).toEqual([14, 14]);
    const begun = new Bidirectional({ layer: new SimpleRNN(adder) });
    expect(begun(steps(), { initialState: [ones([1, 1]), ones([1, 1])] })).toBeClose([[8, 8]]);
    const config = begun.getBuildConfig()!;
    expect(config).toEqual({ shapes_dict: { sequences_shape: [1, 3, 1], initial_state_shape: [[1, 1], [1, 1]] } }); // biome-ignore format: one line
    const again = new Bidirectional({ layer: new SimpleRNN(adder) });
    again.buildFromConfig(config);
    expect([again.built, again.getBuildConfig()]).toEqual([true, config]);
  });
});
