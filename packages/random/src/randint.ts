import { type DType, type KnownShape, OptionError, refusal, standardizeDType, type Tensor } from "@hornbeam/core";
import { countOf, drawn } from "./_result.ts";
import { drawKey, type SeedOption } from "./_seed.ts";
import { threefry } from "./_threefry.ts";

/** Options of {@link randint}. */
export interface RandintOptions extends SeedOption {
  readonly dtype?: DType | null;
}

/**
 * Whole numbers spread evenly over `[minval, maxval)`.
 *
 * @throws {OptionError} when the range is empty, or not of 32-bit integers.
 * @see {@link https://keras.io/api/random/random_ops/#randint-function | keras.random.randint}
 * @example
 * randint([3], 5, 6); // [5, 5, 5]
 */
export function randint(
  shape: KnownShape,
  minval: number,
  maxval: number,
  { dtype, seed }: RandintOptions = {},
): Tensor {
  const type = standardizeDType(dtype ?? "int32", "call random.randint");
  const range = maxval - minval;
  const whole = Number.isInteger(minval) && Number.isInteger(maxval);
  if (!whole || range < 1 || minval < -(2 ** 31) || maxval > 2 ** 31) {
    throw refusal(OptionError, {
      action: "call random.randint",
      option: "maxval",
      expected: "`minval` and `maxval` must be 32-bit integers, the second one larger",
      received: [minval, maxval],
    });
  }
  const count = countOf("randint", shape);
  const draw = () => {
    const words = new Uint32Array(count);
    threefry(words, ...drawKey("randint", seed));
    const data = new Int32Array(count);
    // the upper half of a 32 by 32 bit product, exact in doubles where the range is below 2²¹; else by two halves
    for (let i = 0; i < count; i++) data[i] = minval + scaled(words[i]!, range);
    return data;
  };
  return drawn("randint", draw, shape, type);
}

/** `⌊word · range / 2³²⌋`. */
function scaled(word: number, range: number): number {
  const high = (word >>> 16) * range;
  const low = (word & 0xffff) * range;
  return Math.floor((high + low / 0x1_0000) / 0x1_0000);
}
