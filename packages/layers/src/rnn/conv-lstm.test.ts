import * as constraints from "@hornbeam/constraints";
import {
  Catalogue,
  clearSession,
  Deserializer,
  getMask,
  KerasTensor,
  memory,
  setMask,
  toNDArray,
} from "@hornbeam/core";
import * as initializers from "@hornbeam/initializers";
import { ones, tensor } from "@hornbeam/ops";
import { beforeEach, checkLayer, describe, expect, it } from "@hornbeam/testing";
import { ConvLSTM1D } from "./conv-lstm1d.ts";
import { ConvLSTM2D } from "./conv-lstm2d.ts";
import { ConvLSTM3D } from "./conv-lstm3d.ts";
import { LSTM } from "./lstm.ts";

beforeEach(() => clearSession());

const reading = new Deserializer({ catalogue: new Catalogue(initializers, constraints) });
const options = { filters: 2, kernelSize: 2 };

describe("convolutional LSTMs", () => {
  it("keep the layer contract", () => {
    checkLayer(ConvLSTM1D, { options, inputShape: [2, 3, 4, 2], outputShape: [2, 3, 2], weights: 3, reading });
    const first = { ...options, dataFormat: "channels_first", returnSequences: true, padding: "same" };
    checkLayer(ConvLSTM2D, {
      options: first,
      inputShape: [1, 2, 2, 3, 3],
      outputShape: [1, 2, 2, 3, 3],
      weights: 3,
      reading,
    });
    const plain = { ...options, useBias: false };
    checkLayer(ConvLSTM3D, {
      options: plain,
      inputShape: [1, 2, 2, 3, 2, 1],
      outputShape: [1, 1, 2, 1, 2],
      weights: 2,
      reading,
    });
  });

  it("are LSTMs where the window and the image are one pixel", () => {
    using dense = new LSTM({ units: 3, returnSequences: true });
    using convolved = new ConvLSTM2D({ filters: 3, kernelSize: 1, returnSequences: true });
    const steps = [
      [0.5, -1],
      [2, 0.1],
      [-0.3, 0.4],
    ];
    const output = dense(tensor([steps]));
    convolved.build([null, 3, 1, 1, 2]);
    convolved.setWeights(
      dense
        .getWeights()
        .map((weight) => (weight.shape.length === 2 ? weight.reshape([1, 1, ...weight.shape]) : weight)),
    );
    const images = convolved(tensor([steps.map((step) => [[step]])]));
    expect(toNDArray(images).reshape([1, 3, 3])).toBeClose(toNDArray(output));
  });
  it("start the bias of the forget gate at 1", () => {
    using layer = new ConvLSTM1D({ filters: 2, kernelSize: 1 });
    layer.build([null, 2, 3, 1]);
    expect(layer.getWeights()[2]!).toBeClose([0, 0, 1, 1, 0, 0, 0, 0]);
  });
  it("give the last states after the output, and go on from states that they are given", () => {
    using layer = new ConvLSTM1D({ ...options, returnState: true, padding: "same" });
    const x = ones([1, 2, 3, 1]);
    const [output, h, c] = layer(x);
    expect(output).toBeClose(toNDArray(h!));
    const [, again] = layer(x, { initialState: [h, c] });
    expect(toNDArray(again!).toArray()).not.toEqual(toNDArray(h!).toArray());
  });
  it("carry states over from call to call where they are stateful", () => {
    using layer = new ConvLSTM1D({ ...options, stateful: true });
    const before = toNDArray(layer(ones([1, 2, 3, 1])));
    expect(layer.states!.map(({ shape }) => shape)).toEqual([
      [1, 2, 2],
      [1, 2, 2],
    ]);
    expect(toNDArray(layer(ones([1, 2, 3, 1]))).toArray()).not.toEqual(before.toArray());
    layer.resetState();
    expect(layer(ones([1, 2, 3, 1]))).toBeClose(before);
  });
  it("skip masked steps", () => {
    using layer = new ConvLSTM1D(options);
    const short = toNDArray(layer(ones([1, 2, 3, 1])));
    const x = ones([1, 3, 3, 1]);
    setMask(x, tensor([[1, 1, 0]], { dtype: "bool" }));
    const output = layer(x);
    expect(output).toBeClose(short);
    expect(getMask(output)).toBeUndefined();
  });
  it("drop while training only, and leave no tensor behind", () => {
    using layer = new ConvLSTM2D({ ...options, dropout: 0.5, recurrentDropout: 0.5, seed: 1 });
    const x = ones([1, 2, 4, 4, 3]);
    const calm = toNDArray(layer(x));
    layer(x, { training: true }).dispose(); // from the first draw on the generator has a state
    const before = memory().numTensors;
    const output = layer(x, { training: true });
    expect(output.shape).toEqual([1, 3, 3, 2]);
    expect(toNDArray(output).toArray()).not.toEqual(calm.toArray());
    output.dispose();
    expect(memory().numTensors).toBe(before);
  });
  it("refuse steps and dilation at once, and unknown sizes", () => {
    expect(() => new ConvLSTM1D({ ...options, strides: 2, dilationRate: 2 })).toThrow(
      "Cannot create ConvLSTM1D: `strides` greater than 1 are not compatible with a `dilationRate` greater than 1, received [[2], [2]]",
    );
    expect(() => new ConvLSTM1D(options)(new KerasTensor([null, 3, null, 1]))).toThrow(
      'Cannot build ConvLSTMCell "conv_lstm_cell": the spatial sizes must be known, received shape [null, null, 1]',
    );
  });
});
