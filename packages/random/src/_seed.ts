import {
  hostTensor,
  makeSeed,
  mix,
  NDArray,
  OptionError,
  refusal,
  requireBackend,
  SeedGenerator,
  type Tensor,
  toTensor,
} from "@hornbeam/core";

/** What every random function takes. */
export interface SeedOption {
  /** A whole number; a generator that gives another seed at each draw; or null for one that follows from the global seed. */
  readonly seed?: number | SeedGenerator | null;
}

/** The key of one draw, two 32-bit words: of a generator it comes out of its state in memory, which goes on by one. */
export function keyTensor(op: string, seed: SeedOption["seed"]): Tensor {
  const action = `call random.${op}`;
  requireBackend(action);
  if (seed instanceof SeedGenerator) return seed.nextKey();
  if (seed === null || seed === undefined) return hostTensor(() => keyOf(makeSeed()), [2], "int32");
  if (Number.isSafeInteger(seed)) return toTensor(new NDArray(keyOf(seed), [2], "int32"));
  const expected = "`seed` must be an integer, a SeedGenerator or null";
  throw refusal(OptionError, { action, option: "seed", expected, received: seed });
}

function keyOf(seed: number): Int32Array {
  return Int32Array.of(seed, mix(Math.floor(seed / 2 ** 32) >>> 0, seed >>> 0));
}
