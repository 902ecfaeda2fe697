import { clearSession, getMask, KerasTensor, NDArray, setMask, type Tensor, toNDArray } from "@hornbeam/core";
import { ones, tensor, zeros } from "@hornbeam/ops";
import { beforeEach, checkLayer, describe, expect, expectTypeOf, it } from "@hornbeam/testing";
import { Input } from "../core/input.ts";
import { GRU } from "./gru.ts";
import { LSTM } from "./lstm.ts";
import { SimpleRNN } from "./simple-rnn.ts";

beforeEach(() => clearSession());
const layers = [
  [LSTM, 2],
  [GRU, 1],
  [SimpleRNN, 1],
] as const;
const sequence = { inputShape: [2, 4, 3] };

/** Adds its input to its state: the outputs are running sums. */
const adder = { units: 1, activation: "linear", kernelInitializer: "ones", recurrentInitializer: "ones" } as const;
const steps = () => tensor([[[1], [2], [4]]]);

describe.each(layers)("%o", (Class, states) => {
  it("keeps the layer contract", () => {
    checkLayer(Class, { ...sequence, options: { units: 2 }, outputShape: [2, 2], weights: 3 });
    const options = { units: 2, returnSequences: true, goBackwards: true, useBias: false };
    checkLayer(Class, { ...sequence, options, outputShape: [2, 4, 2], weights: 2 });
    const all = { units: 2, returnState: true };
    const outputShape = Array.from({ length: states + 1 }, () => [2, 2]);
    checkLayer(Class, { ...sequence, options: all, outputShape, weights: 3 });
  });
  it("gives the last of the sequence that it returns, and the same state", () => {
    using layer = new Class({ units: 2, returnState: true, returnSequences: true });
    const [all, last] = layer(ones([1, 3, 2]));
    expect(all.shape).toEqual([1, 3, 2]);
    expect(last!).toBeClose([[...(all.arraySync() as number[][][])[0]![2]!]]);
  });
  it("goes on from a state as if the sequence were one", () => {
    using layer = new Class({ units: 2, returnState: true });
    const x = NDArray.from([[[1], [2], [-1], [0.5]]]);
    const [whole] = layer(tensor(x));
    const [, ...between] = layer(tensor([[[1], [2]]]));
    const [rest] = layer(tensor([[[-1], [0.5]]]), { initialState: between });
    expect(rest).toBeClose(toNDArray(whole));
  });
  it("skips masked steps", () => {
    using layer = new Class({ units: 2 });
    const x = tensor([[[1], [9], [2]]]);
    setMask(x, tensor([[1, 0, 1]], { dtype: "bool" }));
    expect(layer(x)).toBeClose(toNDArray(layer(tensor([[[1], [2]]]))));
  });
  it("carries its state over where it is stateful, until it is reset", () => {
    using layer = new Class({ units: 2, stateful: true });
    using plain = new Class({ units: 2 });
    layer.build([1, null, 1]);
    plain.build([1, null, 1]);
    plain.setWeights(layer.getWeights());
    layer(tensor([[[1], [2]]]));
    expect(layer(tensor([[[3]]]))).toBeClose(toNDArray(plain(tensor([[[1], [2], [3]]]))));
    layer.resetState();
    expect(layer(tensor([[[3]]]))).toBeClose(toNDArray(plain(tensor([[[3]]]))));
    expect(layer.weights.length).toBe(3);
  });
  it("drops the same features at each step, only while training", () => {
    using layer = new Class({ units: 4, dropout: 0.5, recurrentDropout: 0.5, seed: 1 });
    const x = ones([2, 3, 8]);
    const calm = toNDArray(layer(x));
    expect(layer(x)).toBeClose(calm);
    expect(toNDArray(layer(x, { training: true })).equals(calm)).toBe(false);
  });
});

describe("LSTM", () => {
  it("computes its gates", () => {
    const one = { units: 1, kernelInitializer: "ones", recurrentInitializer: "zeros" } as const;
    using layer = new LSTM({ ...one, returnState: true });
    const [h, , c] = layer(tensor([[[1]]]));
    const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
    const carry = sigmoid(1) * Math.tanh(1);
    expect(c!).toBeClose([[carry]]);
    expect(h).toBeClose([[sigmoid(1) * Math.tanh(carry)]]);
  });
  it("starts the bias of the forget gate as 1", () => {
    using layer = new LSTM({ units: 2 });
    layer.build([null, null, 3]);
    expect(layer.cell.bias!).toBeClose([0, 0, 1, 1, 0, 0, 0, 0]);
    expect(layer.weights.map(({ path }) => path)).toEqual([
      "lstm/lstm_cell/kernel",
      "lstm/lstm_cell/recurrent_kernel",
      "lstm/lstm_cell/bias",
    ]);
  });
  it("takes symbolic states", () => {
    const state = [Input({ shape: [4] }), Input({ shape: [4] })];
    const output = new LSTM({ units: 4 })(Input({ shape: [null, 3] }), { initialState: state });
    expect(output.shape).toEqual([null, 4]);
    expect(output.history!.operation.inboundNodes[0]!.inputs.length).toBe(3);
  });
  it("passes its mask on with its sequences", () => {
    const x = ones([1, 2, 3]);
    setMask(x, tensor([[1, 0]], { dtype: "bool" }));
    using sequences = new LSTM({ units: 2, returnSequences: true });
    expect(getMask(sequences(x))!).toBeClose([[1, 0]]);
    using last = new LSTM({ units: 2 });
    expect(getMask(last(x))).toBeUndefined();
  });
  it("refuses what it cannot do", () => {
    expect(() => new LSTM({ units: 3 })(ones([2, 4]))).toThrow(
      'Cannot call LSTM "lstm": the input must have 3 axes, received shape [2, 4]\n' +
        "The input is incompatible with the layer: its ndim is 2, expected ndim is 3.",
    );
    expect(() => new LSTM({ units: 3, stateful: true }).build([null, 2, 2])).toThrow(
      'Cannot build LSTM "lstm_1": the batch size of a stateful layer must be known, received shape [null, 2, 2]\n' +
        "Give `batchSize` to the Input.",
    );
    using stateful = new LSTM({ units: 3, stateful: true });
    stateful(ones([2, 3, 2]));
    expect(() => stateful(ones([1, 3, 2]))).toThrow(
      'Cannot call LSTM "lstm_2": the batch size of a stateful layer must be that of its states, 2, received 1',
    );
  });
  it("types its calls by `returnState`", () => {
    const x = zeros([1, 1, 1]);
    expectTypeOf(new LSTM({ units: 1 })(x)).toEqualTypeOf<Tensor>();
    expectTypeOf(new LSTM({ units: 1, returnState: false })(x)).toEqualTypeOf<Tensor>();
    expectTypeOf(new LSTM({ units: 1, returnState: true })(x)).toEqualTypeOf<readonly [Tensor, ...Tensor[]]>();
    const symbolic = new LSTM({ units: 1, returnState: true })(new KerasTensor([null, 1, 1]));
    expectTypeOf(symbolic[0]).toEqualTypeOf<KerasTensor>();
    // @ts-expect-error `units` is required
    () => new LSTM({});
  });
});

describe("SimpleRNN", () => {
  it("adds up", () => {
    using layer = new SimpleRNN({ ...adder, returnSequences: true });
    expect(layer(steps())).toBeClose([[[1], [3], [7]]]);
    using back = new SimpleRNN({ ...adder, returnSequences: true, goBackwards: true });
    expect(back(steps())).toBeClose([[[4], [6], [7]]]);
  });
  it("repeats the output before a masked step, or gives 0", () => {
    const mask = tensor([[1, 0, 1]], { dtype: "bool" });
    using layer = new SimpleRNN({ ...adder, returnSequences: true });
    expect(layer(steps(), { mask })).toBeClose([[[1], [1], [5]]]);
    using zeroing = new SimpleRNN({ ...adder, returnSequences: true, zeroOutputForMask: true });
    expect(zeroing(steps(), { mask })).toBeClose([[[1], [0], [5]]]);
  });
});
