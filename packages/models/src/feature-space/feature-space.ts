import {
  type AnyLayer,
  type CallOptions,
  type Config,
  defineLayer,
  isBranch,
  isRecord,
  isSymbolic,
  type KerasTensor,
  Layer,
  mapStructure,
  OptionError,
  oneOf,
  positiveInteger,
  refusal,
  StateError,
  serializeKerasObject,
  type Tensor,
  tidy,
} from "@hornbeam/core";
import { HashedCrossing, Input } from "@hornbeam/layers";
import { squeeze } from "@hornbeam/ops";
import type { FileTarget } from "@hornbeam/saving";
import type { SaveModelOptions } from "../saving/save-model.ts";
import { adaptAll, adaptableOf, type FeatureData, type FeatureSpaceAdaptOptions } from "./adapt.ts";
import { columnOf, type FeatureColumns, isOneValue } from "./columns.ts";
import { encoderOf } from "./encoders.ts";
import * as kinds from "./kinds.ts";
import { TFDConcat } from "./layers.ts";
import { crosses, features, makers } from "./options.ts";
import { Cross, Feature } from "./parts.ts";

type Columns<T> = Readonly<Record<string, T>>;

/** A layer of a record, for a table of options to extend. */
abstract class OfColumns extends Layer<Columns<Tensor>, Tensor> {}

export interface FeatureSpace {
  /** The rows of a table as numbers: one tensor, or with `outputMode: "dict"` one for each feature. */
  <T extends Tensor | Columns<Tensor> = Tensor>(rows: FeatureColumns, options?: CallOptions): T;
}
/**
 * Turns the columns of a table into numbers, each in the way of its kind, and crosses of columns too. Learn what the kinds
 * need by `await space.adapt(data)`; then call it on rows, or put it in front of a model by `getInputs()` and
 * `getEncodedFeatures()`.
 *
 * - input: a record of columns, `[batch]` or `[batch, 1]` each, or of single values
 * - output: float32 `[batch, features]`, columns in the order of their names, then crosses; or a record of those
 *
 * @throws {StateError} when it is called before it has learned what it must.
 * @see {@link https://keras.io/api/utils/feature_space/ | keras.utils.FeatureSpace}
 * @example
 * const space = new FeatureSpace({ features: { age: "float_rescaled", job: FeatureSpace.stringHashed({ numBins: 2 }) } });
 * space({ age: [30, 40], job: ["baker", "smith"] }).shape; // [2, 3]
 */
export class FeatureSpace extends /* @__PURE__ */ defineLayer(
  "keras.utils.FeatureSpace",
  {
    /** What each column is: a kind, or what one of the static methods gives. */
    features: /* @__PURE__ */ features(),
    /** Whether columns are put side by side, or stay apart under their names. */
    outputMode: /* @__PURE__ */ oneOf("concat", "dict")("concat"),
    /** Columns whose combinations are columns too: lists of names, or what `FeatureSpace.cross` gives. */
    crosses: /* @__PURE__ */ crosses(null),
    /** Number of bins of crosses that are lists of names. */
    crossingDim: /* @__PURE__ */ positiveInteger(32),
    /** Number of bins of hashed columns. */
    hashingDim: /* @__PURE__ */ positiveInteger(32),
    /** Number of bins of discretized columns. */
    numDiscretizationBins: /* @__PURE__ */ positiveInteger(32),
  },
  OfColumns,
) {
  static readonly float: typeof kinds.float = kinds.float;
  static readonly floatRescaled: typeof kinds.floatRescaled = kinds.floatRescaled;
  static readonly floatNormalized: typeof kinds.floatNormalized = kinds.floatNormalized;
  static readonly floatDiscretized: typeof kinds.floatDiscretized = kinds.floatDiscretized;
  static readonly integerCategorical: typeof kinds.integerCategorical = kinds.integerCategorical;
  static readonly stringCategorical: typeof kinds.stringCategorical = kinds.stringCategorical;
  static readonly stringHashed: typeof kinds.stringHashed = kinds.stringHashed;
  static readonly integerHashed: typeof kinds.integerHashed = kinds.integerHashed;
  /** A feature of one's own: a dtype, a layer, and what becomes of the layer's output. */
  static feature(options: ConstructorParameters<typeof Feature>[0]): Feature {
    return new Feature(options);
  }
  /** Columns whose combinations are hashed into bins. */
  static cross(options: ConstructorParameters<typeof Cross>[0]): Cross {
    return new Cross(options);
  }

  readonly #features = new Map(
    Object.entries(this.features).map(([name, one]) => [name, one instanceof Feature ? one : makers[one](name, this)]),
  );
  readonly #crosses = (this.crosses ?? []).map((one) =>
    one instanceof Cross ? one : new Cross({ featureNames: one, crossingDim: this.crossingDim }),
  );
  /** The layers of the columns. */
  readonly preprocessors: Columns<AnyLayer> = Object.fromEntries(
    [...this.#features].map(([name, { preprocessor }]) => [name, preprocessor]),
  );
  /** The layers of the crosses. */
  readonly crossers: Columns<AnyLayer> = Object.fromEntries(
    this.#crosses.map(({ name, crossingDim }) => [name, new HashedCrossing({ numBins: crossingDim, name })]),
  );
  /** The layers that make vectors of integers; there when the space is built. */
  oneHotEncoders: Columns<AnyLayer> = {};
  /** The layer that puts columns side by side. */
  concat: TFDConcat | null = null;
  #inputs: Columns<KerasTensor> | undefined;
  #encoded: KerasTensor | Columns<KerasTensor> | undefined;
  #adapted = false;

  protected override validate(): void {
    const known = Object.keys(this.features);
    for (const cross of this.crosses ?? []) {
      const names = cross instanceof Cross ? cross.featureNames : cross;
      if (names.every((name) => known.includes(name))) continue;
      const expected = "all features referenced in `crosses` must be present in `features`";
      throw refusal(OptionError, { action: "create FeatureSpace", option: "crosses", expected, received: names });
    }
  }

  /** Learns what the kinds of the columns need: means, boundaries, vocabularies. Draws a progress bar, as `fit` does. */
  async adapt(data: FeatureData, options: FeatureSpaceAdaptOptions = {}): Promise<void> {
    await adaptAll(`adapt ${this[Symbol.toStringTag]}`, this.#features, data, options);
    this.#adapted = true;
    if (!this.built) this.build({});
  }

  /** Symbolic inputs, one for each column: those of a model that takes raw rows. */
  getInputs(): Columns<KerasTensor> {
    this.#checkAdapted();
    const inputs = [...this.#features].map(([name, { dtype }]) => [name, Input({ shape: [1], dtype, name })]);
    return (this.#inputs ??= Object.fromEntries(inputs) as Columns<KerasTensor>);
  }
  /** What comes of `getInputs()`: that of a model that takes rows as numbers. */
  getEncodedFeatures<T extends KerasTensor | Columns<KerasTensor> = KerasTensor>(): T {
    const inputs = this.getInputs();
    if (!this.#encoded) {
      this.#prepare(inputs);
      this.#encoded = this.#encode(inputs as unknown as Columns<Tensor>) as unknown as KerasTensor; // layers take both
    }
    return this.#encoded as T; // with `outputMode: "dict"`, the caller says so
  }

  override build(_shapes: unknown): void {
    this.getEncodedFeatures();
  }
  /** Makes the encoders, which depend on what was learned. */
  #prepare(inputs: Columns<KerasTensor>): void {
    const raw = this.#raw(inputs as unknown as Columns<Tensor>);
    const layers = { ...this.preprocessors, ...this.crossers };
    const specs = [...[...this.#features].map(([name, { outputMode }]) => [name, outputMode] as const), ...this.#crosses.map(({ name, outputMode }) => [name, outputMode] as const)]; // biome-ignore format: one line
    const encoded = specs.filter(([, mode]) => mode === "one_hot").map(([name]) => name);
    const sorted = this.#names.filter((name) => encoded.includes(name));
    this.oneHotEncoders = Object.fromEntries(
      sorted.map((name) => [name, encoderOf(name, layers[name]!, raw[name] as unknown as KerasTensor)]),
    );
    if (this.outputMode === "dict") return;
    const left = Object.entries(raw).find(([name, { dtype }]) => !encoded.includes(name) && !dtype.startsWith("float"));
    if (left) {
      const expected = `feature "${left[0]}" must be encoded to be put beside others`;
      const hint = 'Use `outputMode: "dict"`.';
      throw refusal(OptionError, { action: `build ${this[Symbol.toStringTag]}`, expected, receivedAs: "dtype", received: left[1].dtype, hint }); // biome-ignore format: one line
    }
    this.concat ??= new TFDConcat();
  }
  /** Columns and crosses, each in the order of names. */
  get #names(): string[] {
    return [...[...this.#features.keys()].sort(), ...this.#crosses.map(({ name }) => name).sort()];
  }

  override call(columns: Columns<Tensor>): Tensor {
    return this.#encode(columns) as Tensor; // the caller says which
  }
  #raw(columns: Columns<Tensor>): Columns<Tensor> {
    const raw = Object.fromEntries(
      [...this.#features.keys()].map((name) => [name, this.preprocessors[name]!(columns[name]) as Tensor]),
    );
    const crossed = this.#crosses.map(({ name, featureNames }) => {
      return [name, this.crossers[name]!(featureNames.map((one) => raw[one])) as Tensor];
    });
    return { ...raw, ...Object.fromEntries(crossed) };
  }
  #encode(columns: Columns<Tensor>): Tensor | Columns<Tensor> {
    const raw = this.#raw(columns);
    const encoded = this.#names.map((name) => (this.oneHotEncoders[name]?.(raw[name]) ?? raw[name]) as Tensor);
    if (this.concat) return this.concat(encoded);
    return Object.fromEntries(this.#names.map((name, i) => [name, encoded[i]!]));
  }

  protected override __call__(rows: Columns<Tensor>, options: CallOptions = {}): Tensor {
    const action = `call ${this[Symbol.toStringTag]}`;
    this.#checkAdapted();
    if (!isBranch(rows) || Array.isArray(rows)) {
      throw refusal(OptionError, { action, expected: "the input must be a record of columns", received: rows });
    }
    this.#checkColumns(action, Object.keys(rows));
    if (!this.built) this.build({});
    if (isSymbolic(rows)) return super.__call__(rows, options) as Tensor;
    return tidy(() => {
      const given = rows as FeatureColumns;
      const columns = [...this.#features].map(([name, { dtype }]) => [name, columnOf(given[name]!, dtype, `${action} with column "${name}"`)]); // biome-ignore format: one line
      const encoded = super.__call__(Object.fromEntries(columns) as Columns<Tensor>, options) as Tensor;
      if (!Object.values(given).some(isOneValue)) return encoded;
      const single = (x: unknown): Tensor => squeeze(x as Tensor, 0);
      return mapStructure(encoded, single) as Tensor;
    });
  }
  #checkColumns(action: string, received: readonly string[]): void {
    const known = [...this.#features.keys()];
    if (known.length === received.length && known.every((name) => received.includes(name))) return;
    const expected = `there must be the columns ${known.map((name) => `"${name}"`).join(", ")}, and no others`;
    throw refusal(OptionError, { action, expected, received });
  }
  #checkAdapted(): void {
    if (this.#adapted || ![...this.#features.values()].some(adaptableOf)) return;
    const expected = "you need to call `.adapt(dataset)` on the FeatureSpace before you can start using it";
    throw refusal(StateError, { action: `call ${this[Symbol.toStringTag]}`, expected });
  }

  /** Saves the space, and what it has learned, to a `.keras` file; `loadModel` reads it. */
  async save(target: FileTarget, options?: SaveModelOptions): Promise<void> {
    const { saveModel } = await import("../saving/save-model.ts");
    await saveModel(this, target, options);
  }
  override getConfig(): Config {
    const { outputMode: output_mode, crossingDim, hashingDim, numDiscretizationBins } = this;
    const features = serializeKerasObject(Object.fromEntries(this.#features));
    const sizes = {
      crossing_dim: crossingDim,
      hashing_dim: hashingDim,
      num_discretization_bins: numDiscretizationBins,
    };
    return { features, output_mode, crosses: serializeKerasObject(this.#crosses), ...sizes };
  }
  override getBuildConfig(): Config {
    const built = Object.entries(this.preprocessors).map(([name, layer]) => [name, layer.getBuildConfig() ?? {}]);
    return Object.fromEntries(built) as Config;
  }
  override buildFromConfig(config: Config): void {
    for (const [name, inner] of Object.entries(config)) {
      const layer = this.preprocessors[name];
      if (layer && !layer.built && isRecord(inner)) layer.buildFromConfig(inner);
    }
    this.#adapted = true;
  }
}
