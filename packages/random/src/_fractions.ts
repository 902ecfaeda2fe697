import { drawKey, type SeedOption } from "./_seed.ts";
import { threefry } from "./_threefry.ts";

/** Numbers in `[0, 1)`, each a multiple of 2⁻²⁴: exact in float32. */
export function fractions(op: string, count: number, seed: SeedOption["seed"]): Float32Array {
  const words = new Uint32Array(count);
  threefry(words, ...drawKey(op, seed));
  const drawn = new Float32Array(count);
  for (let i = 0; i < count; i++) drawn[i] = (words[i]! >>> 8) * 2 ** -24;
  return drawn;
}
