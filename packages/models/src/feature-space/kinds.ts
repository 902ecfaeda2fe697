import { type AnyLayer, OptionError, refusal, uniqueName } from "@hornbeam/core";
import { Discretization, Hashing, IntegerLookup, Normalization, Rescaling, StringLookup } from "@hornbeam/layers";
import { TFDIdentity } from "./layers.ts";
import { Feature } from "./parts.ts";

interface Named {
  /** What the layer is called after; the kind's own name unless given. */
  readonly name?: string | null;
}
interface Encoded {
  /** Whether integers become vectors with a 1 each (the default), or stay. */
  readonly outputMode?: "one_hot" | "int";
}

export type FloatOptions = Named;
export interface FloatRescaledOptions extends Named {
  readonly scale?: number;
  readonly offset?: number;
}
export interface FloatDiscretizedOptions extends Named, Encoded {
  readonly numBins: number | null;
  readonly binBoundaries?: readonly number[] | null;
}
export interface CategoricalOptions extends Named, Encoded {
  readonly maxTokens?: number | null;
  readonly numOovIndices?: number;
}
export interface HashedOptions extends Named, Encoded {
  readonly numBins: number;
}

/** Numbers as they are. */
export function float(options: FloatOptions = {}): Feature {
  const name = nameOf("float", options, ["name"]);
  return new Feature({ dtype: "float32", preprocessor: new TFDIdentity({ name }), outputMode: "float" });
}
/** Numbers times `scale`, plus `offset`. */
export function floatRescaled(options: FloatRescaledOptions = {}): Feature {
  const name = nameOf("float_rescaled", options, ["scale", "offset", "name"]);
  const { scale = 1, offset = 0 } = options;
  return new Feature({ dtype: "float32", preprocessor: new Rescaling({ scale, offset, name }), outputMode: "float" });
}
/** Numbers shifted and scaled to mean 0 and variance 1. */
export function floatNormalized(options: FloatOptions = {}): Feature {
  const name = nameOf("float_normalized", options, ["name"]);
  return new Feature({ dtype: "float32", preprocessor: new Normalization({ axis: -1, name }), outputMode: "float" });
}
/** Numbers in bins, whose boundaries are given or learned. */
export function floatDiscretized(options: FloatDiscretizedOptions): Feature {
  const name = nameOf("float_discretized", options, ["numBins", "binBoundaries", "outputMode", "name"]);
  const { numBins, binBoundaries = null, outputMode = "one_hot" } = options;
  return new Feature({ dtype: "float32", preprocessor: new Discretization({ numBins, binBoundaries, name }), outputMode }); // biome-ignore format: one line
}
/** Integers, each value by its place among all those that are known. */
export function integerCategorical(options: CategoricalOptions = {}): Feature {
  const { outputMode = "one_hot", ...rest } = categorical("integer_categorical", options);
  return new Feature({ dtype: "int32", preprocessor: new IntegerLookup(rest), outputMode });
}
/** Strings, each by its place among all those that are known. */
export function stringCategorical(options: CategoricalOptions = {}): Feature {
  const { outputMode = "one_hot", ...rest } = categorical("string_categorical", options);
  return new Feature({ dtype: "string", preprocessor: new StringLookup(rest), outputMode });
}
/** Strings by the bin of their hash. */
export function stringHashed(options: HashedOptions): Feature {
  return hashed("string_hashed", "string", options);
}
/** Integers by the bin of their hash. */
export function integerHashed(options: HashedOptions): Feature {
  return hashed("integer_hashed", "int32", options);
}

function categorical(kind: string, options: CategoricalOptions) {
  const name = nameOf(kind, options, ["maxTokens", "numOovIndices", "outputMode", "name"]);
  return { outputMode: "one_hot" as const, ...options, name };
}
function hashed(kind: string, dtype: "string" | "int32", options: HashedOptions): Feature {
  const name = nameOf(kind, options, ["numBins", "outputMode", "name"]);
  const preprocessor: AnyLayer = new Hashing({ numBins: options.numBins, name });
  return new Feature({ dtype, preprocessor, outputMode: options.outputMode ?? "one_hot" });
}

/** The name of a feature's layer. Options that there are not are refused. */
function nameOf(kind: string, options: Named, known: readonly string[]): string {
  const unknown = Object.keys(options).find((key) => !known.includes(key));
  if (unknown === undefined) return `${options.name ?? uniqueName(kind)}_preprocessor`;
  const hint = `Known options: ${known.join(", ")}.`;
  throw refusal(OptionError, { action: `make a feature of kind ${kind}`, option: unknown, expected: `unknown option \`${unknown}\``, hint }); // biome-ignore format: one line
}
