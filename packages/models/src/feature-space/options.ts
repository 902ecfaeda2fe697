import { Configured, isBranch, isRecord, nullable, option } from "@hornbeam/core";
import * as kinds from "./kinds.ts";
import { Cross, Feature } from "./parts.ts";

/** The kinds of features that a word is enough for. */
export type FeatureKind =
  | "float"
  | "float_normalized"
  | "float_rescaled"
  | "float_discretized"
  | "integer_categorical"
  | "string_categorical"
  | "integer_hashed"
  | "string_hashed";

export type Features = Readonly<Record<string, Feature | FeatureKind>>;

export const features = /* @__PURE__ */ option<Features>(
  "a record with a feature for each column",
  (given, reading) => {
    if (!isBranch(given) || Array.isArray(given) || Object.keys(given).length === 0) return undefined;
    const read = (one: unknown): unknown =>
      reading && isRecord(one) ? reading.resolve(one, { parent: Configured, expects: "a feature" }) : one;
    const all = Object.entries(given).map(([name, one]) => [name, read(one)] as const);
    const fits = all.every(
      ([, one]) => one instanceof Feature || (typeof one === "string" && Object.hasOwn(makers, one)),
    );
    return fits ? (Object.fromEntries(all) as Features) : undefined;
  },
);
export const crosses = /* @__PURE__ */ nullable(
  option<readonly (Cross | readonly string[])[]>("a list of crosses or of lists of names", (given, reading) => {
    if (!Array.isArray(given)) return undefined;
    const read = (one: unknown): unknown =>
      reading && isRecord(one) ? reading.resolve(one, { parent: Configured, expects: "a cross" }) : one;
    const all = given.map(read);
    const fits = (one: unknown): boolean =>
      one instanceof Cross || (Array.isArray(one) && one.length > 1 && one.every((name) => typeof name === "string"));
    return all.every(fits) ? (all as (Cross | readonly string[])[]) : undefined;
  }),
);
interface Sizes {
  readonly hashingDim: number;
  readonly numDiscretizationBins: number;
}
export const makers: Readonly<Record<FeatureKind, (name: string, sizes: Sizes) => Feature>> = {
  float: (name) => kinds.float({ name }),
  float_normalized: (name) => kinds.floatNormalized({ name }),
  float_rescaled: (name) => kinds.floatRescaled({ name }),
  float_discretized: (name, { numDiscretizationBins: numBins }) => kinds.floatDiscretized({ name, numBins }),
  integer_categorical: (name) => kinds.integerCategorical({ name }),
  string_categorical: (name) => kinds.stringCategorical({ name }),
  integer_hashed: (name, { hashingDim: numBins }) => kinds.integerHashed({ name, numBins }),
  string_hashed: (name, { hashingDim: numBins }) => kinds.stringHashed({ name, numBins }),
};
