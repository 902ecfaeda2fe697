import { type DType, isFloat, type KnownShape, standardizeDType, type Tensor } from "@hornbeam/core";
import { fractions } from "./_fractions.ts";
import { checkNumber, countOf, result } from "./_result.ts";
import type { SeedOption } from "./_seed.ts";

/** Options of {@link uniform}. */
export interface UniformOptions extends SeedOption {
  /** Least value, which may occur. */
  readonly minval?: number;
  /** Upper bound, which does not occur. */
  readonly maxval?: number;
  readonly dtype?: DType | null;
}

/**
 * Numbers spread evenly over `[minval, maxval)`.
 *
 * @see {@link https://keras.io/api/random/random_ops/#uniform-function | keras.random.uniform}
 * @example
 * uniform([2, 3], { seed: 1 }).shape; // [2, 3]
 */
export function uniform(shape: KnownShape, { minval = 0, maxval = 1, dtype, seed }: UniformOptions = {}): Tensor {
  const type = standardizeDType(dtype ?? "float32", "call random.uniform");
  checkNumber("uniform", "minval", minval);
  checkNumber("uniform", "maxval", maxval);
  const data = fractions("uniform", countOf("uniform", shape), seed);
  const whole = !isFloat(type);
  for (let i = 0; i < data.length; i++) {
    const value = minval + data[i]! * (maxval - minval);
    data[i] = whole ? Math.floor(value) : value;
  }
  return result("uniform", data, shape, type);
}
