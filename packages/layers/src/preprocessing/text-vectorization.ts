import {
  type Config,
  DTypeError,
  defineLayer,
  KerasTensor,
  type NDArray,
  nullable,
  OptionError,
  option,
  positiveInteger,
  type Reading,
  refusal,
  type Shape,
  ShapeError,
  serializeKerasObject,
  type Tensor,
  text,
  toNDArray,
} from "@hornbeam/core";
import type { AdaptOptions } from "./_adapt-options.ts";
import { type AdaptData, batchesOf } from "./_batches.ts";
import { indexLookupOptions } from "./_index-lookup-options.ts";
import { ngramsOf, type Split, type Standardize, splitText, standardized } from "./_text.ts";
import { isText, type TokenList, tokensOption } from "./_vocabulary.ts";
import { StringLookup } from "./string-lookup.ts";

/** One of some words, or a function, which a config holds by its registered name. */
function wordOrFunction<T>(...words: readonly string[]) {
  const expects = `one of ${words.map((word) => JSON.stringify(word)).join(", ")}, or a function, or null`;
  const read = (given: unknown, reading?: Reading): T | undefined => {
    if (typeof given === "function" || words.includes(given as string)) return given as T;
    if (!reading || typeof given !== "object") return undefined;
    const found = reading.deserialize(given);
    return typeof found === "function" ? (found as T) : undefined;
  };
  return nullable(option<T>(expects, read, (value) => serializeKerasObject(value)));
}
const widths = /* @__PURE__ */ option<number | readonly number[]>("a positive integer or a list of them", (given) => {
  const list = Array.isArray(given) ? given : [given];
  const fits = list.length > 0 && list.every((one) => Number.isSafeInteger(one) && (one as number) > 0);
  return fits ? (given as number | readonly number[]) : undefined;
});

const { maxTokens, idfWeights, outputMode, padToMaxTokens, sparse, knownSize } = indexLookupOptions;

/**
 * Turns texts into indices of words, or into one vector a text: standardizes, splits, joins n-grams, looks up.
 *
 * Index 0 stands for padding, index 1 for words that are not in the vocabulary. Learn the vocabulary with
 * `await layer.adapt(texts)`; it goes into a file of the saved model.
 *
 * - input: strings `[batch]` or `[batch, 1]`; where `split` is null, `[batch, words]`, or the `[words]` of one text
 * - output: int32 `[batch, words]`, or with another `outputMode` `[batch, vocabulary]`
 *
 * @throws {OptionError} when the vocabulary is the path of a file: none is ever read.
 * @see {@link https://keras.io/api/layers/preprocessing_layers/text/text_vectorization/ | keras.layers.TextVectorization}
 * @example
 * const words = new TextVectorization({ vocabulary: ["the", "cat", "dog"] });
 * words(NDArray.from(["The cat!", "the dog, the bird"])); // [[2, 3, 0, 0], [2, 4, 2, 1]]
 */
export class TextVectorization extends /* @__PURE__ */ defineLayer("keras.layers.TextVectorization", {
  maxTokens,
  /** What is done to a text before it is split. */
  standardize: /* @__PURE__ */ wordOrFunction<Standardize>(
    "lower_and_strip_punctuation",
    "lower",
    "strip_punctuation",
  )("lower_and_strip_punctuation"),
  /** How a text is split into tokens. */
  split: /* @__PURE__ */ wordOrFunction<Split>("whitespace", "character")("whitespace"),
  /** Longest run of tokens that is a token of its own, or the lengths of such runs. */
  ngrams: /* @__PURE__ */ nullable(widths)(null),
  outputMode,
  /** Number of indices for each text, which is cut or padded to it; only in mode `"int"`. */
  outputSequenceLength: /* @__PURE__ */ nullable(positiveInteger)(null),
  padToMaxTokens,
  sparse,
  /** Only false. */
  ragged: sparse,
  /** The words, with or without special ones in front. */
  vocabulary: /* @__PURE__ */ nullable(tokensOption(isText, "strings"))(null),
  idfWeights,
  /** How strings are encoded in files. */
  encoding: /* @__PURE__ */ text("utf-8"),
  knownSize,
}) {
  /** Saved models have its files under this name. */
  readonly _lookupLayer: StringLookup = new StringLookup({
    maxTokens: this.maxTokens,
    vocabulary: this.vocabulary,
    idfWeights: this.idfWeights,
    padToMaxTokens: this.padToMaxTokens,
    maskToken: "",
    outputMode: this.outputMode,
    encoding: this.encoding,
    knownSize: this.knownSize,
  });

  protected override validate(): void {
    if (this.outputMode === "int" || this.outputSequenceLength === null) return;
    throw refusal(OptionError, {
      action: "create TextVectorization",
      option: "outputSequenceLength",
      expected: '`outputSequenceLength` must be null where `outputMode` is not "int"',
      received: this.outputSequenceLength,
    });
  }

  /** The words, each at its index: padding and the unknown word first, unless they are to be left out. */
  getVocabulary(options: { readonly includeSpecialTokens?: boolean } = {}): (string | null)[] {
    return this._lookupLayer.getVocabulary(options);
  }
  /** How many words there are now, special ones included. */
  vocabularySize(): number {
    return this._lookupLayer.vocabularySize();
  }
  /** Takes a vocabulary, and in mode `"tf_idf"` a weight a word. */
  setVocabulary(vocabulary: TokenList<string>, idfWeights: TokenList<number> | null = null): void {
    this._lookupLayer.setVocabulary(vocabulary, idfWeights);
  }

  /** Learns the vocabulary: the most frequent words of the texts, at most `maxTokens`. Draws a progress bar, as `fit` does. */
  async adapt(data: AdaptData, options: AdaptOptions = {}): Promise<void> {
    this._lookupLayer.resetState();
    for await (const batch of batchesOf(`adapt ${this[Symbol.toStringTag]}`, data, options))
      this._lookupLayer.countDocuments(this.#documents(batch.rank === 1 ? batch.reshape([batch.size, 1]) : batch).rows);
    this._lookupLayer.finalizeState();
  }

  /** The tokens of each text, and the axes along which the texts lie: where none is split, those of the last are tokens of one. */
  #documents({ data, dtype, shape }: NDArray): { rows: readonly (readonly string[])[]; lead: readonly number[] } {
    const action = `call ${this[Symbol.toStringTag]}`;
    if (dtype !== "string") {
      const expected = "the input must hold strings";
      throw refusal(DTypeError, { action, expected, receivedAs: "dtype", received: dtype });
    }
    const split = this.split !== null;
    if (split && shape.length > 1 && shape.at(-1) !== 1) {
      const expected = "the input must have rank 1, or a last axis of size 1";
      throw refusal(ShapeError, { action, expected, receivedAs: "shape", received: shape });
    }
    const texts = (data as readonly string[]).map((one) => splitText(standardized(one, this.standardize), this.split));
    const lead = split && shape.length === 1 ? shape : shape.slice(0, -1);
    const count = lead.reduce((product, size) => product * size, 1);
    const rows = split ? texts : groups(texts.flat(), count);
    const { ngrams } = this;
    if (ngrams === null) return { rows, lead };
    const all = typeof ngrams === "number" ? Array.from({ length: ngrams }, (_, i) => i + 1) : ngrams;
    return { rows: rows.map((tokens) => ngramsOf(tokens, all)), lead };
  }

  override call(x: Tensor): Tensor {
    const { rows, lead } = this.#documents(toNDArray(x));
    const found = rows.map((tokens) => tokens.map((token) => this._lookupLayer.indexOf(token)));
    const length = this.outputSequenceLength ?? found.reduce((longest, row) => Math.max(longest, row.length), 0);
    const padding = this.outputMode === "int" ? 0 : -1;
    const padded = found.flatMap((row) => Array.from({ length }, (_, i) => row[i] ?? padding));
    return this._lookupLayer.encodeIndices(padded, [...lead, length]);
  }

  override computeOutputShape(inputShape: Shape): Shape {
    const lead = inputShape.length < 2 ? inputShape : inputShape.slice(0, -1);
    if (this.outputMode === "int") return [...lead, this.outputSequenceLength];
    const whole = this.split === null && inputShape.length > 1;
    return this._lookupLayer.computeOutputShape(whole ? inputShape : [...lead, null]);
  }
  override computeOutputSpec({ shape }: KerasTensor): KerasTensor {
    return new KerasTensor(this.computeOutputShape(shape), this.outputMode === "int" ? "int64" : "float32", "");
  }
  override build(_inputShape: Shape): void {}

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      vocabulary_size: this._lookupLayer.getConfig()["vocabulary_size"] ?? this.vocabularySize(),
    };
  }

  saveOwnVariables(): Record<string, NDArray> {
    return this._lookupLayer.saveOwnVariables();
  }
  loadOwnVariables(store: Readonly<Record<string, NDArray>>): void {
    this._lookupLayer.loadOwnVariables(store);
  }
  saveAssets(): Record<string, string> {
    return this._lookupLayer.saveAssets();
  }
  loadAssets(files: ReadonlyMap<string, () => Uint8Array>): void {
    this._lookupLayer.loadAssets(files);
  }
}

function groups<T>(list: readonly T[], count: number): T[][] {
  const size = list.length / count;
  return Array.from({ length: count }, (_, i) => list.slice(i * size, (i + 1) * size));
}
