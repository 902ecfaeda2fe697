import { NDArray, type Tensor, toNDArray, valueAndGrad } from "@hornbeam/core";
import { multiply, ones, sum, tanh, tensor } from "@hornbeam/ops";
import { describe, expect, it } from "@hornbeam/testing";
import { GRU } from "./gru.ts";
import { LSTM } from "./lstm.ts";
import { SimpleRNN } from "./simple-rnn.ts";

/** An activation that no kernel knows: the steps are taken one by one. */
const unknown = (x: Tensor) => tanh(x);
const x = NDArray.from(
  [0, 1].map((b) => [0, 1, 2, 3].map((t) => [0, 1, 2].map((f) => Math.sin(1 + b * 12 + t * 3 + f)))),
);
const mask = [
  [false, true, true, false],
  [true, false, true, true],
];
const layers = [
  ["LSTM", LSTM, {}],
  ["GRU", GRU, {}],
  ["GRU, reset before", GRU, { resetAfter: false }],
  ["SimpleRNN", SimpleRNN, {}],
] as const;

describe.each(layers)("%s in one kernel", (_, Class, extra) => {
  const options = [
    {},
    { returnSequences: true, goBackwards: true },
    { returnSequences: true, zeroOutputForMask: true, useBias: false },
    { dropout: 0.5, seed: 3 },
    { recurrentDropout: 0.5, seed: 3 },
    { recurrentDropout: 0.4, dropout: 0.3, seed: 5, returnSequences: true, goBackwards: true },
  ];
  it.each(options)("gives what its steps give, one by one: %o", (own) => {
    using one = new Class({ units: 5, ...extra, ...own });
    using many = new Class({ units: 5, ...extra, ...own, activation: unknown as never });
    for (const layer of [one, many]) layer.build([2, 4, 3]);
    one.weights.forEach((weight, i) => {
      const values = Float32Array.from({ length: weight.shape.reduce((a, b) => a * b, 1) }, (_, at) =>
        Math.cos(at + i),
      );
      for (const layer of [one, many]) layer.weights[i]!.assign(new NDArray(values, [...weight.shape] as number[]));
    });
    const results = [one, many].map((layer) => {
      const run = () => {
        const y = layer(tensor(x), { mask: tensor(mask), training: true }) as Tensor;
        return sum(multiply(y, y));
      };
      const { value, grads } = valueAndGrad(run, layer.trainableWeights);
      return [value, ...grads].map((result) => toNDArray(result!));
    });
    results[0]!.forEach((result, i) => void expect(result).toBeClose(results[1]![i]!));
  });
});

describe("recurrent layers", () => {
  it("learn from sequences of one step", () => {
    using layer = new SimpleRNN({ units: 1, activation: unknown as never, kernelInitializer: "ones" });
    layer.build([1, 1, 1]);
    const { grads } = valueAndGrad(() => sum(layer(ones([1, 1, 1])) as Tensor), layer.trainableWeights);
    const slope = 1 - Math.tanh(1) ** 2;
    [[[slope]], [[0]], [slope]].forEach((expected, i) => void expect(toNDArray(grads[i]!)).toBeClose(expected));
  });
  it("drop states in training alone", () => {
    using layer = new LSTM({ units: 3, recurrentDropout: 0.5, seed: 1 });
    const calm = toNDArray(layer(ones([1, 4, 2])));
    expect(layer(ones([1, 4, 2]))).toBeClose(calm);
    expect(toNDArray(layer(ones([1, 4, 2]), { training: true })).toArray()).not.toEqual(calm.toArray());
  });
});
