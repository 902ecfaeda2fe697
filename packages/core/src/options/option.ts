import type { Reading } from "../serialization/reading.ts";

/** One option of a class: how it is read, checked, written to a Keras config and described. */
export interface Option<V, I = V, Optional extends boolean = boolean> {
  readonly optional: Optional;
  /** Completes "must be …" in errors and in the docs: "a positive integer". */
  readonly expects: string;
  /** What stands for an option that is not given. */
  readonly initial: I | undefined;
  /** Key in a Keras config, where it is not the snake_case of ours. */
  readonly key?: string;
  /** Left out of configs: the option has no counterpart in Keras, or none in this class. */
  readonly unwritten?: boolean;
  /** Left out of configs while it holds its default, as Keras leaves it out. */
  readonly writtenIfSet?: boolean;
  /** The value held by the instance, or undefined when the input is not acceptable. */
  read(input: unknown, reading?: Reading): V | undefined;
  /** The value in a Keras config. */
  write(value: V): unknown;
}

// biome-ignore lint/suspicious/noExplicitAny: a table holds options of any value
export type Schema = Readonly<Record<string, Option<any, any>>>;

type Simplify<T> = { [K in keyof T]: T[K] } & {};
// biome-ignore lint/suspicious/noExplicitAny: inferred positions
type Input<O> = O extends Option<any, infer I> ? I : never;
// biome-ignore lint/suspicious/noExplicitAny: inferred positions
type Value<O> = O extends Option<infer V, any> ? V : never;
// biome-ignore lint/suspicious/noExplicitAny: inferred positions
type OptionalKeys<S> = { [K in keyof S]: S[K] extends Option<any, any, true> ? K : never }[keyof S];

/** What a caller passes to a constructor. */
export type Given<S> = Simplify<
  { readonly [K in keyof S as K extends OptionalKeys<S> ? never : K]: Input<S[K]> } & {
    readonly [K in keyof S as K extends OptionalKeys<S> ? K : never]?: Input<S[K]> | undefined;
  }
>;
/** What an instance holds. */
export type Held<S> = { readonly [K in keyof S]: Value<S[K]> };
/** The options of a class: `OptionsOf<typeof Dense>`. */
export type OptionsOf<C> = C extends { readonly schema: infer S } ? Given<S> : never;

export interface OptionExtras {
  readonly key?: string;
  readonly unwritten?: boolean;
  readonly writtenIfSet?: boolean;
}

/** Makes an option: required where it is called with nothing, with a default otherwise. */
export interface MakeOption<V, I = V> {
  (): Option<V, I, false>;
  (initial: I, extras?: OptionExtras): Option<V, I, true>;
}

/** A kind of option: what it expects, how a value is read (undefined: refused) and how it is written. */
export function option<V, I = V>(
  expects: string,
  read: (input: unknown, reading?: Reading) => V | undefined,
  write: (value: V) => unknown = (value) => value,
): MakeOption<V, I> {
  const make = (...given: [I?, OptionExtras?]) => ({
    optional: given.length > 0,
    expects,
    initial: given[0],
    read,
    write,
    ...given[1],
  });
  return make as MakeOption<V, I>;
}

/** The same kind of option, with null accepted as well. */
export function nullable<V, I>(make: MakeOption<V, I>): MakeOption<V | null, I | null> {
  const inner = make();
  return option<V | null, I | null>(
    `${inner.expects} or null`,
    (input, reading) => (input === null ? null : inner.read(input, reading)),
    (value) => (value === null ? null : inner.write(value)),
  );
}
