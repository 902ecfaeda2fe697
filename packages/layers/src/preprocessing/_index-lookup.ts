import {
  type CallOptions,
  type Config,
  classNameOf,
  type DType,
  DTypeError,
  defineLayer,
  guardNumber,
  KerasTensor,
  NDArray,
  OptionError,
  refusal,
  refuseRecording,
  type Shape,
  StateError,
  type Tensor,
  toNDArray,
  toTensor,
} from "@hornbeam/core";
import { hostWork } from "@hornbeam/kernels";
import type { AdaptOptions } from "./_adapt-options.ts";
import { type AdaptData, batchesOf } from "./_batches.ts";
import { bucketOf } from "./_buckets.ts";
import { type EncodeOptions, encode, encoded, encodedShape } from "./_encode.ts";
import { indexLookupOptions } from "./_index-lookup-options.ts";
import { TokenCounts } from "./_token-counts.ts";
import { listOf, ownTokens, type Token, type TokenList } from "./_vocabulary.ts";

/** Parent of the layers that turn tokens into indices, or indices into tokens. */
export abstract class IndexLookup<T extends Token> extends /* @__PURE__ */ defineLayer(
  "IndexLookup",
  indexLookupOptions,
) {
  declare readonly vocabulary: readonly T[] | null;
  declare readonly maskToken: T | null;
  declare readonly oovToken: T | null;
  protected override readonly builtAtInit = true;
  /** Whether the tokens are strings. */
  protected abstract get textual(): boolean;
  #tokens: readonly T[] = [];
  #indices: ReadonlyMap<Token, number> = new Map();
  #factors: readonly number[] | null = null;
  #size: number | null = this.initial("knownSize") as number | null;
  #counts = new TokenCounts<T>();
  readonly #fixed: boolean = this.#takeGiven();

  protected override validate(): void {
    // the parent calls this before there are private members
    const refuse = (expected: string, received: unknown): OptionError =>
      refusal(OptionError, { action: `create ${classNameOf(this.constructor as never)}`, expected, received });
    if (this.padToMaxTokens && this.maxTokens === null) {
      throw refuse("`maxTokens` must be set where `padToMaxTokens` is true", this.maxTokens);
    }
    if (this.invert && this.outputMode !== "int") {
      throw refuse('`outputMode` must be "int" where `invert` is true', this.outputMode);
    }
    if (this.outputMode === "tf_idf" && this.vocabulary !== null && this.idfWeights === null) {
      throw refuse('`idfWeights` must come with `vocabulary` where `outputMode` is "tf_idf"', this.idfWeights);
    }
    if (this.outputMode !== "tf_idf" && this.idfWeights !== null) {
      throw refuse('`idfWeights` must be null where `outputMode` is not "tf_idf"', this.idfWeights);
    }
  }

  #takeGiven(): boolean {
    const vocabulary = this.initial("vocabulary") as readonly T[] | null;
    if (vocabulary !== null) this.setVocabulary(vocabulary, this.initial("idfWeights") as readonly number[] | null);
    return vocabulary !== null;
  }
  /** Where the indices of unknown tokens begin: behind the mask's. */
  get #oovStart(): number {
    return this.maskToken !== null && this.outputMode === "int" ? 1 : 0;
  }
  get #tokenStart(): number {
    return this.#oovStart + this.numOovIndices;
  }
  get #special(): (T | null)[] {
    return [
      ...(Array(this.#oovStart).fill(this.maskToken) as (T | null)[]),
      ...(Array(this.numOovIndices).fill(this.oovToken) as (T | null)[]),
    ];
  }

  /** The tokens, each at its index: mask and unknown ones first, unless they are to be left out. */
  getVocabulary({ includeSpecialTokens = true }: { readonly includeSpecialTokens?: boolean } = {}): (T | null)[] {
    return includeSpecialTokens ? [...this.#special, ...this.#tokens] : [...this.#tokens];
  }
  /** How many tokens there are now, special ones included. */
  vocabularySize(): number {
    return this.#tokenStart + this.#tokens.length;
  }

  /**
   * Takes a vocabulary, with or without the special tokens in front, and in mode `"tf_idf"` a weight a token.
   *
   * @throws {OptionError} when it is the path of a file: none is ever read.
   */
  setVocabulary(vocabulary: TokenList<T>, idfWeights: TokenList<number> | null = null): void {
    const action = `set the vocabulary of ${this[Symbol.toStringTag]}`;
    const given = listOf(vocabulary) as T[] | undefined;
    if (!given) {
      const expected = "it must be a list of tokens (the path or address of a file is never followed)";
      throw refusal(OptionError, { action, option: "vocabulary", expected, received: vocabulary });
    }
    const weights = idfWeights === null ? null : (listOf(idfWeights) as number[] | undefined);
    if ((weights !== null) !== (this.outputMode === "tf_idf") || (weights && weights.length !== given.length)) {
      const needed = this.outputMode === "tf_idf" ? `have a number for each of ${given.length} tokens` : "not be given";
      const expected = `\`idfWeights\` must ${needed} where \`outputMode\` is "${this.outputMode}"`;
      throw refusal(OptionError, { action, option: "idfWeights", expected, received: idfWeights });
    }
    const { maskToken, maxTokens } = this;
    const oovToken = this.invert ? this.oovToken : null;
    const { tokens, hadSpecial } = ownTokens(given, { action, special: this.#special, maskToken, oovToken, maxTokens });
    this.#take(tokens, weights ? (hadSpecial ? weights : this.#withSpecial(weights)) : null);
  }
  /** In front, the mean stands for what special tokens weigh. */
  #withSpecial(weights: readonly number[]): number[] {
    const mean = weights.reduce((sum, one) => sum + one, 0) / weights.length;
    return [...(Array(this.#tokenStart).fill(mean) as number[]), ...weights];
  }
  #take(tokens: readonly T[], weights: readonly number[] | null): void {
    this.#tokens = tokens;
    this.#indices = new Map(tokens.map((token, i) => [token, this.#tokenStart + i]));
    this.#size = this.vocabularySize();
    if (weights) this.#factors = weights;
  }

  /** Learns the vocabulary: the most frequent tokens of the data, at most `maxTokens`. Draws a progress bar, as `fit` does. */
  async adapt(data: AdaptData, options: AdaptOptions = {}): Promise<void> {
    this.resetState();
    for await (const batch of batchesOf(`adapt ${this[Symbol.toStringTag]}`, data, options)) {
      this.updateState(batch.rank === 1 ? batch.reshape([batch.size, 1]) : batch);
    }
    this.finalizeState();
  }
  /** Counts the tokens of a batch; each row is a document. */
  updateState(batch: NDArray): void {
    const tokens = this.tokensOf(batch);
    const width = batch.rank < 2 ? batch.size : batch.size / batch.shape[0]!;
    const rows = batch.rank < 2 ? 1 : batch.shape[0]!;
    this.countDocuments(Array.from({ length: rows }, (_, row) => tokens.slice(row * width, (row + 1) * width)));
  }
  /** Counts the tokens of documents. */
  countDocuments(documents: readonly (readonly T[])[]): void {
    if (this.#fixed) {
      const expected = "its vocabulary must not have been given";
      throw refusal(StateError, { action: `adapt ${this[Symbol.toStringTag]}`, expected });
    }
    this.#counts.add(documents);
  }
  /** Makes the vocabulary of what was counted, if anything was. */
  finalizeState(): void {
    if (this.#counts.isEmpty) return;
    const limit = this.maxTokens === null ? Infinity : this.maxTokens - this.#tokenStart;
    const tokens = this.#counts.mostFrequent(limit, new Set([this.maskToken, this.oovToken]));
    const weights = tokens.map((token) => this.#counts.inverseFrequency(token));
    this.#take(tokens, this.outputMode === "tf_idf" ? this.#withSpecial(weights) : null);
    this.resetState();
  }
  /** Forgets what was counted. */
  resetState(): void {
    this.#counts = new TokenCounts<T>();
  }

  /** The elements of an array as tokens. */
  tokensOf({ data, dtype }: Pick<NDArray, "data" | "dtype">): T[] {
    if ((dtype === "string") !== this.textual) {
      throw refusal(DTypeError, {
        action: `call ${this[Symbol.toStringTag]}`,
        expected: `the input must hold ${this.textual ? "strings" : "integers"}`,
        receivedAs: "dtype",
        received: dtype,
      });
    }
    return (this.textual ? [...data] : Array.from(data as ArrayLike<number>, (one) => Math.trunc(Number(one)))) as T[];
  }

  /** The index of a token; in modes other than `"int"`, that of the mask is negative. */
  indexOf(token: T): number {
    if (this.maskToken !== null && token === this.maskToken) return this.outputMode === "int" ? 0 : -1;
    const index = this.#indices.get(token);
    if (index !== undefined) return index;
    const { numOovIndices } = this;
    if (numOovIndices === 0) {
      const expected = "all inputs must be in the vocabulary where `numOovIndices` is 0";
      throw refusal(OptionError, { action: `call ${this[Symbol.toStringTag]}`, expected, received: token });
    }
    return this.#oovStart + (numOovIndices === 1 ? 0 : this.#bucketOf(token));
  }
  #bucketOf(token: T): number {
    const { numOovIndices: buckets } = this;
    if (typeof token === "number" && this.oovMethod === "floormod") return ((token % buckets) + buckets) % buckets;
    return bucketOf(token, buckets, this.salt);
  }

  override call(x: Tensor, _options: CallOptions): Tensor {
    if (this.invert) return this.#tokensAt(x);
    return encode([x], x.shape, this.#encoding(), (values) => {
      const tokens = this.tokensOf({ data: values as NDArray["data"], dtype: x.dtype as DType });
      return { indices: tokens.map((token) => this.indexOf(token)), factors: this.#paddedFactors() };
    });
  }
  /** Indices in the form that `outputMode` says. */
  encodeIndices(indices: readonly number[], shape: readonly number[]): Tensor {
    return encoded({ indices, factors: this.#paddedFactors() }, shape, this.#encoding());
  }
  #encoding(): EncodeOptions {
    const { outputMode: mode } = this;
    const depth = guardNumber("the size of a vocabulary", () => this.#depth() ?? -1);
    if (mode !== "int" && depth < 0) {
      const hint = "Pass `vocabulary`, or call `adapt` before.";
      const expected = "its vocabulary must be known";
      throw refusal(StateError, { action: `call ${this[Symbol.toStringTag]}`, expected, hint });
    }
    return { mode, depth, dtype: mode === "tf_idf" ? "float32" : "int32" };
  }
  #paddedFactors(): Float32Array | undefined {
    if (this.outputMode !== "tf_idf") return undefined;
    const factors = new Float32Array(this.#depth() ?? 0);
    factors.set(this.#factors ?? []);
    return factors;
  }
  #depth(): number | null {
    return this.padToMaxTokens ? this.maxTokens : this.#size;
  }
  #tokensAt(x: Tensor): Tensor {
    const tokens = (indices: ArrayLike<unknown>): unknown[] => {
      const all = this.getVocabulary();
      return Array.from(indices as ArrayLike<number>, (i) => all[i] ?? this.oovToken ?? (this.textual ? "" : 0));
    };
    if (!this.textual) return hostWork([x], x.shape, "int32", (is) => Int32Array.from(tokens(is!) as number[]));
    refuseRecording("it makes strings, which only JavaScript works on");
    return toTensor(new NDArray(tokens(toNDArray(x).data) as string[], x.shape));
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return encodedShape(inputShape, this.outputMode, this.#depth());
  }
  override computeOutputSpec({ shape }: KerasTensor): KerasTensor {
    return new KerasTensor(this.computeOutputShape(shape), this.outputMode === "int" ? "int64" : "float32", "");
  }

  override getConfig(): Config {
    return { ...super.getConfig(), vocabulary_size: this.#size };
  }
  override getBuildConfig(): Config {
    return {};
  }

  saveOwnVariables(): Record<string, NDArray> {
    return this.#factors === null ? {} : { idf_weights: NDArray.from(Float32Array.from(this.#factors)) };
  }
  loadOwnVariables(store: Readonly<Record<string, NDArray>>): void {
    const weights = store["idf_weights"];
    if (weights) this.#factors = Array.from(weights.data as Float32Array);
  }
  /** A vocabulary that is not part of the config goes into a file. */
  saveAssets(): Record<string, string> {
    return this.#fixed ? {} : { "vocabulary.txt": this.getVocabulary().join("\n") };
  }
  loadAssets(files: ReadonlyMap<string, () => Uint8Array>): void {
    const file = files.get("vocabulary.txt");
    if (this.#fixed || !file) return;
    const lines = new TextDecoder().decode(file()).split(/\r?\n/);
    while (lines.at(-1) === "") lines.pop();
    if (lines.length === 0) return;
    const tokens = (this.textual ? lines : lines.map(Number)) as T[];
    this.setVocabulary(tokens, this.outputMode === "tf_idf" ? (this.#factors?.slice(0, tokens.length) ?? null) : null);
  }
}
