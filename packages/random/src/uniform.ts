import { type DType, isFloat, type Shape, type Tensor } from "@hornbeam/core";
import { drawUniform } from "@hornbeam/kernels";
import { checkNumber, drawnBy, floatType, ofShape } from "./_result.ts";
import type { SeedOption } from "./_seed.ts";
import { randint } from "./randint.ts";

/** Options of {@link uniform}. */
export interface UniformOptions extends SeedOption {
  /** Lower end, which may be drawn: 0 unless told. */
  readonly minval?: number;
  /** Upper end, which is never drawn: 1 unless told. */
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
export function uniform(shape: Shape, { minval = 0, maxval = 1, dtype, seed = null }: UniformOptions = {}): Tensor {
  const type = floatType("uniform", dtype);
  if (!isFloat(type)) return randint(shape, minval, maxval, { dtype: type, seed });
  checkNumber("uniform", "minval", minval);
  checkNumber("uniform", "maxval", maxval);
  return ofShape("uniform", shape, type, (sizes) =>
    drawnBy("uniform", seed, (key) => drawUniform(key, sizes, { low: minval, end: maxval })),
  );
}
