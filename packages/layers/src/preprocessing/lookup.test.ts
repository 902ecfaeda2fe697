import { memory, NDArray, toNDArray, toTensor } from "@hornbeam/core";
import { tensor } from "@hornbeam/ops";
import { describe, expect, it } from "@hornbeam/testing";
import { IntegerLookup } from "./integer-lookup.ts";
import { StringLookup } from "./string-lookup.ts";

const strings = (list: unknown) => NDArray.from(list as string[]) as never;
const vocabulary = ["ant", "bee", "cow"];

describe("StringLookup", () => {
  it("gives indices, 0 for unknown strings", () => {
    const lookup = new StringLookup({ vocabulary });
    const input = toTensor(strings([["bee", "yak"], ["cow", "ant"]])); // biome-ignore format: a matrix
    const before = memory().numTensors;
    const indices = lookup(input);
    expect(indices).toBeClose([[2, 0], [3, 1]]); // biome-ignore format: a matrix
    expect(indices.dtype).toBe("int32");
    indices.dispose();
    expect(memory().numTensors).toBe(before);
  });
  it("gives strings back", () => {
    const names = new StringLookup({ vocabulary, invert: true })(tensor([1, 3, 0], { dtype: "int32" }));
    expect(toNDArray(names).toArray()).toEqual(["ant", "cow", "[UNK]"]);
  });
  it("counts", () => {
    const lookup = new StringLookup({ vocabulary, outputMode: "count" });
    expect(lookup(strings([["bee", "bee", "x"]]))).toBeClose([[1, 0, 2, 0]]);
  });
  it("weighs counts; unknown strings weigh the mean", () => {
    const lookup = new StringLookup({ vocabulary, outputMode: "tf_idf", idfWeights: [0.25, 0.75, 0.5] });
    expect(lookup(strings([["bee", "bee", "x"]]))).toBeClose([[0.5, 0, 1.5, 0]]);
  });

  it("learns the most frequent strings, the greater first of equally frequent ones", async () => {
    const lookup = new StringLookup({ maxTokens: 4 });
    await lookup.adapt(["a", "b", "b", "d", "c", "c", "d", "[UNK]"], { verbose: 0 });
    expect(lookup.getVocabulary()).toEqual(["[UNK]", "d", "c", "b"]);
    expect(lookup.vocabularySize()).toBe(4);
    await lookup.adapt(["z"], { verbose: 0 }); // afresh
    expect(lookup.getVocabulary({ includeSpecialTokens: false })).toEqual(["z"]);
  });
  it("learns from batches, alone or with targets, as many as it is told", async () => {
    const lookup = new StringLookup();
    async function* batches() {
      yield [NDArray.from(["a", "a"]), NDArray.from([0, 1])];
      yield NDArray.from(["b"]);
      yield NDArray.from(["c"]);
    }
    await lookup.adapt(batches(), { steps: 2, verbose: 0 });
    expect(lookup.getVocabulary()).toEqual(["[UNK]", "a", "b"]);
  });
  it("learns weights: log(1 + documents / (1 + documents with the string))", async () => {
    const lookup = new StringLookup({ outputMode: "tf_idf" });
    await lookup.adapt([["a", "a"], ["a", "b"], ["c", "a"]], { verbose: 0 }); // biome-ignore format: a matrix
    expect(lookup.getVocabulary()).toEqual(["[UNK]", "a", "c", "b"]);
    expect(lookup(strings([["a", "c"]]))).toBeClose([[0, Math.log(1.75), Math.log(2.5), 0]]);
  });
  it("keeps what it learned in a file, and what it was given in its config", async () => {
    const lookup = new StringLookup({ maskToken: "" });
    await lookup.adapt(["a", "b", "b"], { verbose: 0 });
    const assets = lookup.saveAssets();
    expect(assets).toEqual({ "vocabulary.txt": "\n[UNK]\nb\na" });
    const again = new StringLookup({ maskToken: "" });
    again.loadAssets(new Map([["vocabulary.txt", () => new TextEncoder().encode(assets["vocabulary.txt"])]]));
    expect(again.getVocabulary()).toEqual(["", "[UNK]", "b", "a"]);
    expect(new StringLookup({ vocabulary }).saveAssets()).toEqual({});
  });

  it("never follows a path", () => {
    expect(() => new StringLookup({ vocabulary: "/etc/passwd" as never })).toThrow(
      'Cannot create StringLookup: `vocabulary` must be a list of strings (the path or address of a file is never followed) or null, received "/etc/passwd"',
    );
    expect(() => new StringLookup({ name: "s" }).setVocabulary("words.txt" as never)).toThrow(
      'Cannot set the vocabulary of StringLookup "s": it must be a list of tokens (the path or address of a file is never followed), received "words.txt"',
    );
  });
  it("refuses vocabularies that are ambiguous, empty or too long", () => {
    const lookup = new StringLookup({ maxTokens: 3, maskToken: "", name: "s" });
    const set = (given: string[]) => () => lookup.setVocabulary(given);
    const action = 'Cannot set the vocabulary of StringLookup "s": the vocabulary';
    expect(set([])).toThrow(`${action} must not be empty, received []`);
    expect(set(["a", "a"])).toThrow(`${action} must not have a repeated term, received "a"`);
    expect(set(["a", ""])).toThrow(`${action} must not have the mask token among its terms, received ""`);
    expect(set(["a", "b"])).toThrow(
      `${action} must have at most 3 tokens (\`maxTokens\`), special ones included, received 4`,
    );
    expect(set(["", "[UNK]", "a"])).not.toThrow();
  });
  it("refuses unknown strings without an index for them, numbers, and adapting what is given", async () => {
    const lookup = new StringLookup({ vocabulary, numOovIndices: 0, name: "s" });
    expect(() => lookup(strings(["emu"]))).toThrow(
      'Cannot call StringLookup "s": all inputs must be in the vocabulary where `numOovIndices` is 0, received "emu"',
    );
    expect(() => lookup(tensor([1]))).toThrow(
      'Cannot call StringLookup "s": the input must hold strings, received dtype "float32"',
    );
    await expect(lookup.adapt(["a"])).rejects.toThrow(
      'Cannot adapt StringLookup "s": its vocabulary must not have been given',
    );
  });
  it("refuses options that do not go together", () => {
    const make = (options: object) => () => new StringLookup(options);
    expect(make({ padToMaxTokens: true })).toThrow(
      "Cannot create StringLookup: `maxTokens` must be set where `padToMaxTokens` is true, received null",
    );
    expect(make({ invert: true, outputMode: "count", vocabulary })).toThrow(
      'Cannot create StringLookup: `outputMode` must be "int" where `invert` is true, received "count"',
    );
    expect(make({ outputMode: "tf_idf", vocabulary })).toThrow(
      'Cannot create StringLookup: `idfWeights` must come with `vocabulary` where `outputMode` is "tf_idf", received null',
    );
    expect(make({ idfWeights: [0.5] })).toThrow(
      'Cannot create StringLookup: `idfWeights` must be null where `outputMode` is not "tf_idf", received [0.5]',
    );
  });
  it("refuses to count what has no size yet", () => {
    expect(() => new StringLookup({ outputMode: "count", name: "s" })(strings(["a"]))).toThrow(
      'Cannot call StringLookup "s": its vocabulary must be known\nPass `vocabulary`, or call `adapt` before.',
    );
  });
});

describe("IntegerLookup", () => {
  it("gives indices; unknown integers get theirs by division", () => {
    const lookup = new IntegerLookup({ vocabulary: [12, 36], maskToken: 0, numOovIndices: 3 });
    expect(lookup(tensor([12, 36, 0, 7, -1, 5], { dtype: "int32" }))).toBeClose([4, 5, 0, 2, 3, 3]);
  });
  it("gives integers back", () => {
    const lookup = new IntegerLookup({ vocabulary: [12, 36], invert: true });
    expect(lookup(tensor([[1, 2, 0]], { dtype: "int32" }))).toBeClose([[12, 36, -1]]);
  });
  it("learns", async () => {
    const lookup = new IntegerLookup();
    await lookup.adapt(NDArray.from([5, 5, 9, 7, 9, 9], "int32"), { verbose: 0 });
    expect(lookup.getVocabulary()).toEqual([-1, 9, 5, 7]);
  });
  it("refuses a key where nothing is hashed", () => {
    expect(() => new IntegerLookup({ salt: 3 })).toThrow(
      'Cannot create IntegerLookup: `salt` must be null where `oovMethod` is not "farmhash", received [3, 3]',
    );
  });
});
