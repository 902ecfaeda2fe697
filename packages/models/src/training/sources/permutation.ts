import { makeSeed, mix } from "@hornbeam/core";

/** The numbers from 0 to `count` in a random order (Fisher and Yates), which follows from `setRandomSeed`. */
export function permutation(count: number): Int32Array {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  const seed = makeSeed();
  for (let i = count - 1; i > 0; i--) {
    // the high bits of a 32-bit draw, scaled to [0, i]
    const j = Math.floor((mix(seed, i) / 2 ** 32) * (i + 1));
    const other = order[j]!;
    order[j] = order[i]!;
    order[i] = other;
  }
  return order;
}
