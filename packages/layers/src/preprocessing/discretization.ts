import {
  type CallOptions,
  type Config,
  defineLayer,
  guardNumber,
  KerasTensor,
  type NDArray,
  nonNegativeInteger,
  nullable,
  OptionError,
  option,
  positiveNumber,
  type Reading,
  refusal,
  type Shape,
  StateError,
  type Tensor,
} from "@hornbeam/core";
import type { AdaptOptions } from "./_adapt-options.ts";
import { type AdaptData, batchesOf } from "./_batches.ts";
import { encode, encodedShape, hashMode, sparse } from "./_encode.ts";
import { boundariesOf, merge, type Summary, summarize } from "./_quantiles.ts";
import { listOf, type TokenList } from "./_vocabulary.ts";

const ascending = /* @__PURE__ */ option<readonly number[], TokenList<number>>(
  "a list of ascending numbers",
  (given) => {
    const list = listOf(given);
    const fits = list?.every((one, i) => typeof one === "number" && (i === 0 || one >= (list[i - 1] as number)));
    return fits ? (list as number[]) : undefined;
  },
);
const nothing: Summary = { values: [], weights: [] };

/**
 * Puts numbers into bins: bin `i` holds those from boundary `i - 1` up to, but not including, boundary `i`.
 *
 * The boundaries are given, or learned by `await layer.adapt(data)` so that `numBins` bins hold about equally many.
 *
 * - input: numbers of any shape
 * - output: int32 of the shape of the input; with another `outputMode` one vector for each number or each row
 *
 * @see {@link https://keras.io/api/layers/preprocessing_layers/numerical/discretization/ | keras.layers.Discretization}
 * @example
 * new Discretization({ binBoundaries: [0, 1, 2] })(tensor([-1.5, 1, 3.4, 0.5])); // [0, 2, 3, 1]
 */
export class Discretization extends /* @__PURE__ */ defineLayer("keras.layers.Discretization", {
  /** Where one bin ends and the next begins, ascending; null: learned. */
  binBoundaries: /* @__PURE__ */ nullable(ascending)(null),
  /** How many bins are learned. */
  numBins: /* @__PURE__ */ nullable(nonNegativeInteger)(null),
  /** How far the share of a learned bin may be off. */
  epsilon: /* @__PURE__ */ positiveNumber(0.01),
  /** What comes out: bins, or one vector a number or a row. */
  outputMode: /* @__PURE__ */ hashMode("int"),
  /** Only false. */
  sparse: /* @__PURE__ */ sparse(false),
}) {
  #summary = nothing;

  protected override validate(): void {
    const given = [this.binBoundaries, this.numBins];
    if (given.filter((one) => one !== null).length === 1) return;
    const expected = "either `binBoundaries` or `numBins` must be set, and not both";
    throw refusal(OptionError, { action: "create Discretization", expected, received: given });
  }

  /** Learns the boundaries: of `numBins` bins, each is to hold about as many of the data. Draws a progress bar, as `fit` does. */
  async adapt(data: AdaptData, options: AdaptOptions = {}): Promise<void> {
    if (this.numBins === null) {
      const hint = "Create it with `numBins` instead.";
      const expected = "its boundaries must not have been given";
      throw refusal(StateError, { action: `adapt ${this[Symbol.toStringTag]}`, expected, hint });
    }
    this.resetState();
    for await (const batch of batchesOf(`adapt ${this[Symbol.toStringTag]}`, data, options)) this.updateState(batch);
    this.finalizeState();
  }
  /** Takes account of more data. */
  updateState({ data }: NDArray): void {
    this.#summary = merge(summarize(Float32Array.from(data as ArrayLike<number>), this.epsilon), this.#summary, this.epsilon); // biome-ignore format: one call
  }
  /** Makes the boundaries of the data so far, if there were any. */
  finalizeState(): void {
    if (this.numBins === null || this.#summary === nothing) return;
    this.#learn(boundariesOf(this.#summary, this.numBins));
  }
  #learn(boundaries: readonly number[]): void {
    (this as { binBoundaries: readonly number[] | null }).binBoundaries = boundaries;
  }
  /** Forgets the data so far. */
  resetState(): void {
    this.#summary = nothing;
  }

  override call(x: Tensor, _options: CallOptions): Tensor {
    if (this.binBoundaries === null) {
      const hint = "Pass `binBoundaries`, or call `adapt` before.";
      const expected = "its boundaries must be known";
      throw refusal(StateError, { action: `call ${this[Symbol.toStringTag]}`, expected, hint });
    }
    const depth = guardNumber("the number of bins", () => this.binBoundaries!.length + 1);
    return encode([x], x.shape, { mode: this.outputMode, depth, dtype: this.#outputDType }, (values) => {
      const boundaries = Float32Array.from(this.binBoundaries!);
      return { indices: Int32Array.from(values as ArrayLike<number>, (value) => binOf(value, boundaries)) };
    });
  }
  get #outputDType() {
    return this.outputMode === "int" ? "int32" : this.computeDType;
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return encodedShape(inputShape, this.outputMode, this.binBoundaries ? this.binBoundaries.length + 1 : this.numBins);
  }
  override computeOutputSpec({ shape }: KerasTensor): KerasTensor {
    return new KerasTensor(this.computeOutputShape(shape), this.#outputDType, "");
  }

  override getConfig(): Config {
    const { trainable: _, ...config } = super.getConfig();
    return { ...config, dtype: this.dtype };
  }
  static override fromConfig<T>(this: abstract new (...args: never[]) => T, config: Config, reading?: Reading): T {
    const { bin_boundaries: boundaries = null, num_bins: bins = null } = config;
    // what was learned stands in a config beside the number of bins
    const learned = boundaries !== null && bins !== null ? ascending().read(boundaries) : undefined;
    const own = learned ? { ...config, bin_boundaries: null } : config;
    const made = super.fromConfig.call(this as never, own, reading);
    if (learned && made instanceof Discretization) made.#learn(learned);
    return made as T;
  }
  /** Files hold no state of it. */
  loadOwnVariables(_store: Readonly<Record<string, NDArray>>): void {}
}

/** The number of boundaries up to a value. */
function binOf(value: number, boundaries: Float32Array): number {
  let [low, high] = [0, boundaries.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value < boundaries[middle]!) high = middle;
    else low = middle + 1;
  }
  return low;
}
