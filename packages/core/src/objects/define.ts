import type { Given, Held, Schema } from "../options/option.ts";
import type { Config } from "../serialization/config.ts";
import type { Reading } from "../serialization/reading.ts";
import { markDefined } from "./class-name.ts";

// biome-ignore lint/complexity/noBannedTypes: `{}` is what an optional key may be left out of
type RequiredKeys<T> = { [K in keyof T]-?: {} extends Pick<T, K> ? never : K }[keyof T];
type Arguments<S> = [RequiredKeys<Given<S>>] extends [never] ? [options?: Given<S>] : [options: Given<S>];

/** `keras.layers.Dense` is Keras' own `Dense`; a bare `Linear` is a class of the user's. */
export type ClassNameOf<N extends string> = N extends `keras.${infer Rest}` ? LastPart<Rest> : N;
type LastPart<S extends string> = S extends `${string}.${infer Rest}` ? LastPart<Rest> : S;

/** A class made from a table of options. */
export type Defined<N extends string, S, P> = DefinedStatics<N, S> &
  (abstract new (
    ...args: Arguments<S>
  ) => P & Omit<Held<S>, keyof P>);

export interface DefinedStatics<N extends string, S> {
  readonly className: ClassNameOf<N>;
  readonly kerasModule: string;
  readonly schema: S;
  readonly constants: Config;
  fromConfig<T>(this: abstract new (...args: never[]) => T, config: Config, reading?: Reading): T;
}

/** A class that others are defined from. */
export interface Parent<S, P> {
  readonly schema: S;
  readonly prototype: P;
}

/**
 * A class with a name, its own options and those of its parent. Constructor types, defaults, checks, `getConfig` and
 * `fromConfig` follow from the table. The name of one of Keras' own classes is that which its configs hold, module and
 * all: `keras.layers.Dense`.
 */
export function define<const N extends string, S extends Schema, PS extends Schema, P>(
  name: N,
  own: S,
  parent: Parent<PS, P>,
): Defined<N, Omit<PS, keyof S> & S, P> {
  const split = name.startsWith("keras.") ? name.lastIndexOf(".") : 0;
  const inherited = Object.entries(parent.schema).filter(([option]) => !Object.hasOwn(own, option));
  const schema = { ...Object.fromEntries(inherited), ...own }; // an option said anew has its new place in configs
  const Base = parent as unknown as new (...args: unknown[]) => object;
  const Class = class extends Base {
    static readonly className = split === 0 ? name : name.slice(split + 1);
    static readonly kerasModule = name.slice(0, split);
    static readonly schema = schema;
  };
  markDefined(Class);
  return Class as unknown as Defined<N, Omit<PS, keyof S> & S, P>; // the table types the class; nothing else can
}
