import { KerasTensor, memory, NDArray, toNDArray, toTensor } from "@hornbeam/core";
import { describe, expect, it } from "@hornbeam/testing";
import { TextVectorization } from "./text-vectorization.ts";

const texts = (...list: string[]) => NDArray.from(list) as never;
const vocabulary = ["the", "cat", "dog"];

describe("TextVectorization", () => {
  it("standardizes, splits and looks up", () => {
    const layer = new TextVectorization({ vocabulary });
    const input = toTensor(texts("The CAT!", " a dog,\tthe  dog "));
    const before = memory().numTensors;
    const indices = layer(input);
    expect(indices).toBeClose([[2, 3, 0, 0], [1, 4, 2, 4]]); // biome-ignore format: a matrix
    indices.dispose();
    expect(memory().numTensors).toBe(before);
  });
  it("cuts and pads to a length", () => {
    const layer = new TextVectorization({ vocabulary, outputSequenceLength: 2 });
    expect(layer(texts("the cat the dog", ""))).toBeClose([[2, 3], [0, 0]]); // biome-ignore format: a matrix
    expect(layer(new KerasTensor([null, 1], "string")).shape).toEqual([null, 2]);
  });
  it("joins n-grams, splits letters, and calls functions", () => {
    const pairs = new TextVectorization({ vocabulary: ["the", "the cat"], ngrams: 2 });
    expect(toNDArray(pairs(texts("the cat"))).toArray()).toEqual([[2, 1, 3]]);
    const letters = new TextVectorization({ vocabulary: ["a", "b"], split: "character" });
    expect(letters(texts("BA!"))).toBeClose([[3, 2]]);
    const own = new TextVectorization({
      vocabulary: ["A", "B"],
      standardize: (text) => text.toUpperCase(),
      split: (text) => text.split("-"),
    });
    expect(own(texts("a-b"))).toBeClose([[2, 3]]);
  });
  it("takes the last axis for the tokens of one text where it splits none, and keeps the axes before", () => {
    const layer = new TextVectorization({ vocabulary: ["a", "b"], split: null });
    expect(layer(texts("a", "b", "zz"))).toBeClose([2, 3, 1]);
    expect(layer(NDArray.from([[["a"], ["b"]]]) as never)).toBeClose([[[2], [3]]]);
    const cut = new TextVectorization({ vocabulary: ["a", "b"], split: null, outputSequenceLength: 2 });
    expect(cut(NDArray.from([["a", "b", "zz"]]) as never)).toBeClose([[2, 3]]);
    const hot = new TextVectorization({ vocabulary: ["a", "b"], split: null, outputMode: "multi_hot" });
    expect(hot(texts("a", "b", "zz"))).toBeClose([1, 1, 1]);
    expect(hot(NDArray.from([["a", "b"], ["b", "b"]]) as never)).toBeClose([[0, 1, 1], [0, 0, 1]]); // biome-ignore format: a matrix
    expect(hot(NDArray.from([[["a"], ["b"]]]) as never)).toBeClose([[[0, 1, 1]]]);
    expect(hot(new KerasTensor([null, 2, 1], "string")).shape).toEqual([null, 1, 3]);
    const words = new TextVectorization({ vocabulary: ["a", "b"] });
    expect(words(new NDArray(["b a"], []) as never)).toBeClose([3, 2]);
    expect(words(NDArray.from([[["a"], ["b a"]]]) as never)).toBeClose([[[2, 0], [3, 2]]]); // biome-ignore format: a matrix
  });
  it("learns one text from each string of a list, split or not", async () => {
    const layer = new TextVectorization({ split: null, outputMode: "tf_idf" });
    await layer.adapt(["a", "b", "a"], { verbose: 0 });
    expect(layer(texts("a", "b"))).toBeClose([0, Math.log(2), Math.log(2.5)]);
  });
  it("counts without the padding", () => {
    const layer = new TextVectorization({ vocabulary, outputMode: "count" });
    expect(layer(texts("the cat the", "bird"))).toBeClose([[0, 2, 1, 0], [1, 0, 0, 0]]); // biome-ignore format: a matrix
    expect(layer(new KerasTensor([null], "string")).shape).toEqual([null, 4]);
  });
  it("learns, and keeps the words in a file", async () => {
    const layer = new TextVectorization({ maxTokens: 4 });
    await layer.adapt(["foo bar", "bar baz", "baz bar foo boom"], { verbose: 0 });
    expect(layer.getVocabulary()).toEqual(["", "[UNK]", "bar", "foo"]);
    expect(layer.saveAssets()).toEqual({ "vocabulary.txt": "\n[UNK]\nbar\nfoo" });
    expect(layer.getConfig()).toMatchObject({ vocabulary: null, vocabulary_size: 4 });
  });
  it("refuses paths, numbers, wide inputs and lengths of counts", () => {
    expect(() => new TextVectorization({ vocabulary: "words.txt" as never })).toThrow(
      'Cannot create TextVectorization: `vocabulary` must be a list of strings (the path or address of a file is never followed) or null, received "words.txt"',
    );
    const layer = new TextVectorization({ vocabulary, name: "t" });
    expect(() => layer(NDArray.from([1]) as never)).toThrow(
      'Cannot call TextVectorization "t": the input must hold strings, received dtype "float32"',
    );
    expect(() => layer(NDArray.from([["a", "b"]]) as never)).toThrow(
      'Cannot call TextVectorization "t": the input must have rank 1, or a last axis of size 1, received shape [1, 2]',
    );
    expect(() => new TextVectorization({ outputMode: "count", outputSequenceLength: 3 })).toThrow(
      'Cannot create TextVectorization: `outputSequenceLength` must be null where `outputMode` is not "int", received 3',
    );
  });
});
