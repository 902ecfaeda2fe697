import { normalQuantile } from "./quantile.ts";
import { threefry } from "./threefry.ts";

/** The arguments of the kernel of uniform numbers. */
export type UniformArguments = { readonly low: number; readonly range: number; readonly end: number; below: number };
/** The arguments of the kernel of normal numbers. */
export type NormalArguments = { mean: number; deviation: number; start: number; range: number };
/** The arguments of the kernel of whole numbers. */
export type IntegersArguments = { readonly low: number; readonly range: number };

type Key = ArrayLike<number>;

/** So many words under a key. */
export function wordsOf(count: number, key: Key): Uint32Array {
  const words = new Uint32Array(count);
  threefry(words, key[0]!, key[1]!);
  return words;
}

/** What the kernel of uniform numbers gives, for other backends; and so with the others. */
export function uniformOnHost(count: number, key: Key, { low, range, end, below }: UniformArguments): Float32Array {
  const data = Float32Array.from(wordsOf(count, key), (word) => low + (word >>> 8) * 2 ** -24 * range);
  return data.map((value) => (value >= end ? below : value));
}

export function normalOnHost(count: number, key: Key, given: NormalArguments): Float32Array {
  const { mean, deviation, start, range } = given;
  const share = (word: number) => start + range * ((word + 0.5) * 2 ** -32);
  return Float32Array.from(wordsOf(count, key), (word) => mean + deviation * normalQuantile(share(word)));
}

export function integersOnHost(count: number, key: Key, { low, range }: IntegersArguments): Int32Array {
  // the upper half of the product of a word and the range, by halves of the word, which doubles hold
  const scaled = (word: number) =>
    Math.floor(((word >>> 16) * range + ((word & 0xffff) * range) / 0x1_0000) / 0x1_0000);
  return Int32Array.from(wordsOf(count, key), (word) => low + scaled(word));
}
