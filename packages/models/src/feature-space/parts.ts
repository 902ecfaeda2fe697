import {
  type AnyLayer,
  Configured,
  define,
  dtypeName,
  isRecord,
  Layer,
  oneOf,
  option,
  positiveInteger,
  serializeKerasObject,
} from "@hornbeam/core";

/** Parent of what a `FeatureSpace` is made of. */
abstract class Part extends Configured {
  static override readonly schema = {};
}

const layer = /* @__PURE__ */ option<AnyLayer>(
  "a layer",
  (given, reading) => {
    if (given instanceof Layer) return given as AnyLayer;
    if (!reading || !isRecord(given)) return undefined;
    return reading.resolve(given, { parent: Layer, expects: "a layer" }) as AnyLayer;
  },
  (value) => serializeKerasObject(value),
);
const names = /* @__PURE__ */ option<readonly string[]>("a list of at least two names", (given) =>
  Array.isArray(given) && given.length > 1 && given.every((name) => typeof name === "string") ? [...given] : undefined,
);

/** One column of a table: what it holds, the layer that turns it into numbers, and what becomes of those. */
export class Feature extends /* @__PURE__ */ define(
  "keras.src.layers.preprocessing.feature_space.Feature",
  {
    /** Of the column. */
    dtype: /* @__PURE__ */ dtypeName(),
    /** The layer that turns the column into numbers. */
    preprocessor: /* @__PURE__ */ layer(),
    /** Whether numbers stay as they are, or integers become vectors with a 1 each. */
    outputMode: /* @__PURE__ */ oneOf("int", "one_hot", "float")(),
  },
  Part,
) {}

/** Several columns whose combinations are hashed into bins. */
export class Cross extends /* @__PURE__ */ define(
  "keras.src.layers.preprocessing.feature_space.Cross",
  {
    /** The columns that are combined. */
    featureNames: /* @__PURE__ */ names(),
    /** The number of bins. */
    crossingDim: /* @__PURE__ */ positiveInteger(),
    /** Whether bins stay integers, or become vectors with a 1 each. */
    outputMode: /* @__PURE__ */ oneOf("int", "one_hot")("one_hot"),
  },
  Part,
) {
  /** What the crossed column is called. */
  get name(): string {
    return this.featureNames.join("_X_");
  }
}
