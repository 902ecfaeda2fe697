import {
  type DType,
  OptionError,
  refusal,
  type Shape,
  standardizeDType,
  type Tensor,
  tensorDType,
} from "@hornbeam/core";
import { drawIntegers } from "@hornbeam/kernels";
import { drawnBy, ofShape } from "./_result.ts";
import type { SeedOption } from "./_seed.ts";

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
export function randint(shape: Shape, minval: number, maxval: number, { dtype, seed }: RandintOptions = {}): Tensor {
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
  const options = { low: minval, range, dtype: tensorDType(type) };
  return ofShape("randint", shape, type, (sizes) =>
    drawnBy("randint", seed, (key) => drawIntegers(key, sizes, options)),
  );
}
