import { KerasTensor, memory, NDArray } from "@hornbeam/core";
import { ones, tensor } from "@hornbeam/ops";
import { checkLayer, describe, expect, it } from "@hornbeam/testing";
import { CategoryEncoding } from "./category-encoding.ts";
import { Discretization } from "./discretization.ts";
import { Normalization } from "./normalization.ts";
import { Pipeline } from "./pipeline.ts";
import { Rescaling } from "./rescaling.ts";

describe("Normalization", () => {
  it("keeps the layer contract", () => {
    checkLayer(Normalization, { inputShape: [2, 3], outputShape: [2, 3], weights: 3, trainable: 0 });
  });
  it("subtracts the mean and divides by the deviation, or the reverse", () => {
    const given = { mean: [1, 10], variance: [4, 25] };
    expect(new Normalization(given)(tensor([[3, 20]]))).toBeClose([[1, 2]]);
    expect(new Normalization({ ...given, invert: true })(tensor([[1, 2]]))).toBeClose([[3, 20]]);
  });
  it("learns from an array, or batch by batch", async () => {
    const data = NDArray.from([[1, 0], [3, 0], [5, 6], [7, 6]]); // biome-ignore format: a matrix
    const whole = new Normalization();
    await whole.adapt(data, { verbose: 0 });
    const parts = new Normalization();
    await parts.adapt([data.slice(0, 1), data.slice(1, 4)], { verbose: 0 });
    for (const layer of [whole, parts]) {
      expect(layer.adaptMean).toBeClose([4, 3]);
      expect(layer.adaptVariance).toBeClose([5, 9]);
    }
    const input = tensor([[4, 6]]);
    expect(whole(input)).toBeClose([[0, 1]]);
    const before = memory().numTensors;
    whole(input).dispose();
    expect(memory().numTensors).toBe(before);
    const one = new Normalization({ axis: null });
    await one.adapt(data, { verbose: 0 });
    expect(one.adaptMean).toBeClose(3.5);
  });
  it("refuses half of what it needs, axes that are not there, and data of another shape", async () => {
    expect(() => new Normalization({ mean: 1 })).toThrow(
      "Cannot create Normalization: both `mean` and `variance` must be set, or neither, received [1, null]",
    );
    expect(() => new Normalization({ name: "n" }).build([null, null])).toThrow(
      'Cannot build Normalization "n": every `axis` of [-1] must have a known shape, received shape [null, null]',
    );
    const layer = new Normalization({ name: "n" });
    layer.build([null, 2]);
    await expect(layer.adapt(NDArray.from([[1, 2, 3]]))).rejects.toThrow(
      'Cannot adapt Normalization "n": the data must fit the shape it was built for, [null, 2], received shape [1, 3]',
    );
  });
});

describe("Discretization", () => {
  const binBoundaries = [0, 1, 2];
  it("gives the number of boundaries up to a value", () => {
    const layer = new Discretization({ binBoundaries });
    expect(layer(tensor([[-1.5, 1], [3.4, 0.5]]))).toBeClose([[0, 2], [3, 1]]); // biome-ignore format: a matrix
    const counts = new Discretization({ binBoundaries, outputMode: "count" });
    expect(counts(tensor([[-1.5, 1, 1.5]]))).toBeClose([[1, 0, 2, 0]]);
    expect(counts(new KerasTensor([null, 3])).shape).toEqual([null, 4]);
  });
  it("learns boundaries between bins of equal size, and keeps them in its config", async () => {
    const layer = new Discretization({ numBins: 4 });
    await layer.adapt(NDArray.from(Array.from({ length: 100 }, (_, i) => i)), { verbose: 0 });
    const learned = [23.999982833862305, 48.99998092651367, 73.99998474121094]; // as Keras gives them
    expect(layer.binBoundaries).toEqual(learned);
    const again = Discretization.fromConfig(layer.getConfig());
    expect(again.binBoundaries).toEqual(learned);
    expect(again.getConfig()).toEqual(layer.getConfig());
  });
  it("refuses both or neither of its options, and calls too early", () => {
    expect(() => new Discretization({})).toThrow(
      "Cannot create Discretization: either `binBoundaries` or `numBins` must be set, and not both, received [null, null]",
    );
    expect(() => new Discretization({ numBins: 3, name: "d" })(tensor([1]))).toThrow(
      'Cannot call Discretization "d": its boundaries must be known\nPass `binBoundaries`, or call `adapt` before.',
    );
  });
});

describe("CategoryEncoding", () => {
  it("encodes each, or each row", () => {
    const encode = (outputMode: "one_hot" | "multi_hot" | "count", x: number[][]) =>
      new CategoryEncoding({ numTokens: 3, outputMode })(tensor(x, { dtype: "int32" }));
    expect(encode("one_hot", [[2], [0]])).toBeClose([[0, 0, 1], [1, 0, 0]]); // biome-ignore format: a matrix
    expect(encode("multi_hot", [[1, 1], [0, 9]])).toBeClose([[0, 1, 0], [1, 0, 0]]); // biome-ignore format: a matrix
    const along = new CategoryEncoding({ numTokens: 3, outputMode: "multi_hot" }); // the second axis, as in Keras
    expect(along(tensor([[[0, 1], [0, 2], [1, 1]]], { dtype: "int32" }))).toBeClose([[[1, 1, 0], [0, 1, 1]]]); // biome-ignore format: one line
    expect(along.computeOutputShape([null, 3, 2])).toEqual([null, 2, 3]);
    expect(encode("count", [[1, 1], [0, 2]])).toBeClose([[0, 2, 0], [1, 0, 1]]); // biome-ignore format: a matrix
  });
  it("counts weights", () => {
    const layer = new CategoryEncoding({ numTokens: 3, outputMode: "count", name: "c" });
    expect(layer(tensor([[1, 1, 2]]), { countWeights: tensor([[0.5, 1, 2]]) })).toBeClose([[0, 1.5, 2]]);
    expect(() => layer(tensor([[1]]), { countWeights: tensor([[1, 2]]) })).toThrow(
      'Cannot call CategoryEncoding "c": `countWeights` must have the shape of the input, [1, 1], received shape [1, 2]',
    );
  });
});

describe("Pipeline", () => {
  it("calls its layers one after the other, in training unless told otherwise", () => {
    const pipeline = new Pipeline({ layers: [new Rescaling({ scale: 2 }), new Rescaling({ scale: 1, offset: 1 })] });
    expect(pipeline(ones([2]))).toBeClose([3, 3]);
    expect(Object.keys(pipeline.getConfig())).toEqual(["layers", "name"]);
  });
});
