import {
  hostTensor,
  makeSeed,
  mix,
  OptionError,
  refusal,
  requireBackend,
  SeedGenerator,
  type Tensor,
} from "@hornbeam/core";

/** What every random function takes. */
export interface SeedOption {
  /** A whole number; a generator that gives another seed at each draw; or null for one that follows from the global seed. */
  readonly seed?: number | SeedGenerator | null;
}

/** The key of one draw: two 32-bit words. */
export function drawKey(op: string, seed: SeedOption["seed"]): [number, number] {
  if (seed === null || seed === undefined) return keyOf(makeSeed());
  if (seed instanceof SeedGenerator) return keyOf(seed.next());
  if (Number.isSafeInteger(seed)) return keyOf(seed);
  const expected = "`seed` must be an integer, a SeedGenerator or null";
  throw refusal(OptionError, { action: `call random.${op}`, option: "seed", expected, received: seed });
}

/** The same as a tensor, which a recorded step asks for anew with each replay. */
export function keyTensor(op: string, seed: SeedOption["seed"]): Tensor {
  requireBackend(`call random.${op}`);
  return hostTensor(() => Int32Array.from(drawKey(op, seed)), [2], "int32");
}

function keyOf(seed: number): [number, number] {
  return [seed >>> 0, mix(Math.floor(seed / 2 ** 32) >>> 0, seed >>> 0)];
}
