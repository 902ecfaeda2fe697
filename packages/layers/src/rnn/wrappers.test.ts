import { Catalogue, clearSession, Deserializer, setMask, type Tensor, toNDArray } from "@hornbeam/core";
import * as initializers from "@hornbeam/initializers";
import { add, ones, tensor } from "@hornbeam/ops";
import { beforeEach, checkLayer, describe, expect, it } from "@hornbeam/testing";
import { Conv2D } from "../convolutional/conv2d.ts";
import { Dense } from "../core/dense.ts";
import * as layers from "../index.ts";
import { RecurrentCell, type States } from "./_recurrent-cell.ts";
import { Bidirectional } from "./bidirectional.ts";
import { GRU } from "./gru.ts";
import { GRUCell } from "./gru-cell.ts";
import { LSTM } from "./lstm.ts";
import { LSTMCell } from "./lstm-cell.ts";
import { RNN } from "./rnn.ts";
import { SimpleRNN } from "./simple-rnn.ts";
import { SimpleRNNCell } from "./simple-rnn-cell.ts";
import { StackedRNNCells } from "./stacked-rnn-cells.ts";
import { TimeDistributed } from "./time-distributed.ts";

beforeEach(() => clearSession());
const reading = new Deserializer({ catalogue: new Catalogue(layers, initializers) });
const adder = { units: 1, activation: "linear", kernelInitializer: "ones", recurrentInitializer: "ones" } as const;
const steps = () => tensor([[[1], [2], [4]]]);

describe("Bidirectional", () => {
  it("keeps the layer contract", () => {
    const contract = { reading, inputShape: [2, 4, 3], weights: 6 };
    checkLayer(Bidirectional, { ...contract, options: { layer: new LSTM({ units: 2 }) }, outputShape: [2, 4] });
    const summed = { layer: new GRU({ units: 2, returnSequences: true }), mergeMode: "sum" };
    checkLayer(Bidirectional, { ...contract, options: summed, outputShape: [2, 4, 2] });
    const both = { layer: new SimpleRNN({ units: 2 }), mergeMode: null };
    checkLayer(Bidirectional, {
      ...contract,
      options: both,
      outputShape: [
        [2, 2],
        [2, 2],
      ],
    });
    const stateful = { layer: new SimpleRNN({ units: 2, returnState: true }) };
    checkLayer(Bidirectional, {
      ...contract,
      options: stateful,
      outputShape: [
        [2, 4],
        [2, 2],
        [2, 2],
      ],
    });
  });
  it("goes both ways and puts the way back into the order of the input", () => {
    using layer = new Bidirectional({ layer: new SimpleRNN({ ...adder, returnSequences: true }) });
    expect(layer(steps())).toBeClose([
      [
        [1, 7],
        [3, 6],
        [7, 4],
      ],
    ]);
    using last = new Bidirectional({ layer: new SimpleRNN(adder), mergeMode: "ave" });
    expect(last(steps())).toBeClose([[7]]);
  });
  it("copies the layer: two ways, two sets of weights", () => {
    using layer = new Bidirectional({ layer: new LSTM({ units: 2, name: "rnn" }) });
    layer.build([null, null, 3]);
    expect(layer.weights.map(({ path }) => path.replace("bidirectional/", ""))).toEqual([
      "forward_rnn/lstm_cell/kernel",
      "forward_rnn/lstm_cell/recurrent_kernel",
      "forward_rnn/lstm_cell/bias",
      "backward_rnn/lstm_cell/kernel",
      "backward_rnn/lstm_cell/recurrent_kernel",
      "backward_rnn/lstm_cell/bias",
    ]);
    const [ahead, , , back] = layer.getWeights();
    expect(ahead!.equals(back!)).toBe(false);
    expect(layer.sublayers()).toEqual([layer.forwardLayer, layer.backwardLayer]);
  });
  it("refuses layers that do not go opposite ways", () => {
    const layer = new SimpleRNN({ units: 2 });
    expect(() => new Bidirectional({ layer, backwardLayer: new SimpleRNN({ units: 2 }) })).toThrow(
      'Cannot create Bidirectional: `layer` and `backwardLayer` must differ in `goBackwards`, received SimpleRNN "simple_rnn_1"',
    );
    const other = new SimpleRNN({ units: 2, goBackwards: true, returnSequences: true });
    expect(() => new Bidirectional({ layer, backwardLayer: other })).toThrow(
      "Cannot create Bidirectional: `layer` and `backwardLayer` must be equal in `returnSequences`",
    );
    expect(() => new Bidirectional({ layer, mergeMode: "max" as never })).toThrow(
      'Cannot create Bidirectional: `mergeMode` must be one of "concat", "sum", "mul", "ave", null, received "max"',
    );
    expect(() => new Bidirectional({ layer: new Dense({ units: 1 }) as never })).toThrow(
      'Cannot create Bidirectional: `layer` must be a recurrent layer, received Dense "dense"',
    );
  });
});

describe("TimeDistributed", () => {
  it("has the weights and the config of the layer inside", () => {
    using layer = new TimeDistributed({ layer: new Dense({ units: 3, name: "inner" }) });
    expect(layer.computeOutputShape([null, 4, 5])).toEqual([null, 4, 3]);
    expect(layer(ones([2, 4, 5])).shape).toEqual([2, 4, 3]);
    const paths = ["time_distributed/inner/kernel", "time_distributed/inner/bias"];
    expect(layer.weights.map(({ path }) => path)).toEqual(paths);
    using again = TimeDistributed.fromConfig(layer.getConfig(), reading);
    again.buildFromConfig(layer.getBuildConfig()!);
    expect(again.getConfig()).toEqual(layer.getConfig());
    expect(again.weights.map(({ path }) => path)).toEqual(paths);
  });
  it("applies the layer to each step", () => {
    const layer = new Dense({ units: 1, kernelInitializer: "ones" });
    using distributed = new TimeDistributed({ layer });
    expect(
      distributed(
        tensor([
          [
            [1, 2],
            [3, 4],
          ],
        ]),
      ),
    ).toBeClose([[[3], [7]]]);
    using images = new TimeDistributed({ layer: new Conv2D({ filters: 2, kernelSize: 2 }) });
    expect(images(ones([1, 3, 4, 4, 1])).shape).toEqual([1, 3, 3, 3, 2]);
  });
  it("refuses inputs without steps", () => {
    expect(() => new TimeDistributed({ layer: new Dense({ units: 1 }) })(ones([2, 3]))).toThrow(
      'Cannot call TimeDistributed "time_distributed": the input must have at least 3 axes, received shape [2, 3]',
    );
  });
});

describe("RNN", () => {
  it("repeats the cells of the package as their layers do", () => {
    using layer = new LSTM({ units: 2 });
    using rnn = new RNN({ cell: new LSTMCell({ units: 2 }) });
    const x = tensor([
      [
        [1, 2],
        [3, -4],
        [0, 1],
      ],
    ]);
    layer.build(x.shape);
    rnn.build(x.shape);
    rnn.setWeights(layer.getWeights());
    expect(rnn(x)).toBeClose(toNDArray(layer(x)));
  });
  it("repeats cells of one's own", () => {
    class Adder extends RecurrentCell {
      readonly stateSize = 1;
      override call(x: Tensor, { states }: { states?: States }): [Tensor, States] {
        const sum = add(x, states![0] as Tensor);
        return [sum, [sum]];
      }
    }
    using rnn = new RNN({ cell: new Adder(), returnSequences: true });
    expect(rnn(steps())).toBeClose([[[1], [3], [7]]]);
    expect(rnn.computeOutputShape([null, 5, 1])).toEqual([null, 5, 1]);
  });
  it("repeats stacks, with a state for each cell", () => {
    const cell = new StackedRNNCells({ cells: [new SimpleRNNCell(adder), new SimpleRNNCell(adder)] });
    using rnn = new RNN({ cell, returnState: true });
    const [output, ...states] = rnn(steps());
    // running sums 1, 3, 7 of running sums: 1, 4, 11
    expect(output).toBeClose([[11]]);
    expect(states.map((state) => ((state as unknown as Tensor[])[0] as Tensor).dataSync()[0])).toEqual([7, 11]);
    // Keras infers them without lists
    expect(rnn.computeOutputShape([2, 3, 1])).toEqual([[2, 1], [2, 1], [2, 1]]); // biome-ignore format: one line
  });
  it("is made again from its config", () => {
    const cell = new StackedRNNCells({ cells: [new LSTMCell({ units: 3 }), new GRUCell({ units: 2 })] });
    const rnn = new RNN({ cell });
    rnn.build([null, null, 4]);
    const again = RNN.fromConfig(rnn.getConfig(), reading);
    again.buildFromConfig(rnn.getBuildConfig()!);
    expect(again.getConfig()).toEqual(rnn.getConfig());
    expect(again.weights.map(({ shape }) => shape)).toEqual(rnn.weights.map(({ shape }) => shape));
  });
  it("masks the outputs of stacks", () => {
    const cell = new StackedRNNCells({ cells: [new SimpleRNNCell(adder)] });
    using rnn = new RNN({ cell, returnSequences: true });
    const x = steps();
    setMask(x, tensor([[1, 0, 1]], { dtype: "bool" }));
    expect(rnn(x)).toBeClose([[[1], [1], [5]]]);
  });
});

describe("cells", () => {
  it.each([
    [LSTMCell, 2],
    [GRUCell, 1],
    [SimpleRNNCell, 1],
  ])("%o makes an output and states of one step", (Class, count) => {
    using cell = new Class({ units: 3 });
    const states = Array.from({ length: count }, () => ones([2, 3]));
    const [output, next] = cell(ones([2, 4]), { states });
    expect([output.shape, next.length, (next[0] as Tensor).shape]).toEqual([[2, 3], count, [2, 3]]);
    expect(cell.computeOutputShape([null, 4])).toEqual([[null, 3], states.map(() => [null, 3])]);
    expect(() => cell(ones([2, 4]))).toThrow(`\`states\` must be a list of ${count}, received null`);
  });
});
