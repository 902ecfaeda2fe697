import { KerasTensor, memory, toTensor, valueAndGrad } from "@hornbeam/core";
import { describe, expect, it } from "@hornbeam/testing";
import { stopGradient } from "../core/stop-gradient.ts";
import { sum } from "../numpy/reductions.ts";
import { binaryCrossentropy, categoricalCrossentropy, sparseCategoricalCrossentropy } from "./crossentropy.ts";
import { sigmoid, softmax } from "./softmax.ts";

describe("crossentropies", () => {
  it("are minus the logarithm of the true class's probability", () => {
    const p = [
      [0.25, 0.75],
      [0.5, 0.5],
    ];
    expect(
      categoricalCrossentropy(
        [
          [0, 1],
          [1, 0],
        ],
        p,
      ),
    ).toBeClose([-Math.log(0.75), Math.LN2]);
    expect(sparseCategoricalCrossentropy([1, 0], p)).toBeClose([-Math.log(0.75), Math.LN2]);
    expect(sparseCategoricalCrossentropy([[1], [0]], p)).toBeClose([-Math.log(0.75), Math.LN2]);
    expect(binaryCrossentropy([1, 0], [0.25, 0.25])).toBeClose([-Math.log(0.25), -Math.log(0.75)]);
  });

  it("scale probabilities of a one-hot target to sum to 1", () => {
    expect(categoricalCrossentropy([[0, 1]], [[1, 3]])).toBeClose([-Math.log(0.75)]);
  });

  it("take logits", () => {
    expect(sparseCategoricalCrossentropy([0], [[0, 1000]], { fromLogits: true })).toBeClose([1000]);
    expect(binaryCrossentropy([0, 1], [1000, 1000], { fromLogits: true })).toBeClose([1000, 0]);
  });

  it("keep probabilities away from 0 and 1, and NaN visible", () => {
    expect(binaryCrossentropy([1], [0])).toBeClose([-Math.log(1e-7)]);
    expect(binaryCrossentropy([1], [NaN])).toBeClose([NaN]);
    expect(categoricalCrossentropy([[1, 0]], [[NaN, 1]])).toBeClose([NaN]);
  });

  it("learn from logits where probabilities are saturated, as Keras does", () => {
    const logits = toTensor([[-100, 100]]);
    const before = memory().numTensors;
    const sparse = valueAndGrad(() => sum(sparseCategoricalCrossentropy([0], softmax(logits))), [logits]);
    expect(sparse.value).toBeClose(200);
    expect(sparse.grads[0]).toBeClose([[-1, 1]]);
    const binary = valueAndGrad(() => sum(binaryCrossentropy([[0, 0]], sigmoid(logits))), [logits]);
    expect(binary.grads[0]).toBeClose([[0, 1]]);
    for (const { value, grads } of [sparse, binary]) for (const one of [value, ...grads]) one.dispose();
    expect(memory().numTensors).toBe(before);
  });

  it("refuse targets that do not fit", () => {
    expect(() => categoricalCrossentropy([[1, 0, 0]], [[0.5, 0.5]])).toThrow(
      "Cannot call ops.categoricalCrossentropy: `target` and `output` must have the same shape, received shape [[1, 3], [1, 2]]",
    );
    expect(() => sparseCategoricalCrossentropy([0, 1], [[0.5, 0.5]])).toThrow(
      "`target` and `output` must have the same shape up until the last dimension, received shape [[2], [1, 2]]",
    );
  });

  it("infer shapes", () => {
    const output = new KerasTensor([null, 7, 10]);
    expect(sparseCategoricalCrossentropy(new KerasTensor([null, 7], "int32"), output).shape).toEqual([null, 7]);
    expect(categoricalCrossentropy(output, output).shape).toEqual([null, 7]);
  });
});

describe("stopGradient", () => {
  it("makes a constant", () => {
    const x = toTensor([2]);
    const { grads } = valueAndGrad(() => sum(stopGradient(x)), [x]);
    expect(grads[0]).toBeClose([0]);
  });
});
