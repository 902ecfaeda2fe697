import type { Defined, SerializedObject } from "@hornbeam/core";
import {
  define,
  Initializer,
  makeSeed,
  option,
  type Schema,
  SeedGenerator,
  serializeKerasObject,
} from "@hornbeam/core";

type SeedValue = number | SeedGenerator | null;

/** A whole number, a generator, or null for a seed of its own. */
const seedOption = /* @__PURE__ */ option<SeedValue, SeedValue | Partial<SerializedObject>>(
  "an integer, a SeedGenerator or null",
  (input, reading) => {
    if (input === null || input instanceof SeedGenerator || Number.isSafeInteger(input)) return input as SeedValue;
    if (typeof input !== "object" || (input as SerializedObject).class_name !== "SeedGenerator") return undefined;
    const { seed } = (input as SerializedObject).config as { seed?: number | null };
    return reading
      ? (reading.resolve(input, { parent: SeedGenerator, expects: "a seed generator" }) as SeedGenerator)
      : new SeedGenerator({ seed: seed ?? null });
  },
  serializeKerasObject,
);

/** Parent of initializers that draw: one that is given no seed draws one for itself, and keeps it. */
export abstract class RandomInitializer extends Initializer {
  static override readonly schema = {
    /** A whole number for the same values each time, or a generator for others each time. */
    seed: seedOption(null),
  };

  /** The seed of every call. */
  protected readonly drawn: number | SeedGenerator;

  constructor(options?: object) {
    super(options);
    this.drawn = (this.initial("seed") as SeedValue) ?? makeSeed();
  }
}

/** Declares an initializer that draws: its Keras name and its own options. */
export function defineRandomInitializer<const N extends string, S extends Schema>(
  className: N,
  own: S,
): Defined<N, Omit<typeof RandomInitializer.schema, keyof S> & S, RandomInitializer> {
  return define(className, own, RandomInitializer as never) as never; // the table types the class
}
