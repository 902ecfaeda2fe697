import { type DType, isFloat, type KnownShape, type Tensor } from "@hornbeam/core";
import { fractions } from "./_fractions.ts";
import { checkNumber, countOf, drawn, floatType } from "./_result.ts";
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
export function uniform(
  shape: KnownShape,
  { minval = 0, maxval = 1, dtype, seed = null }: UniformOptions = {},
): Tensor {
  const type = floatType("uniform", dtype);
  if (!isFloat(type)) return randint(shape, minval, maxval, { dtype: type, seed });
  checkNumber("uniform", "minval", minval);
  checkNumber("uniform", "maxval", maxval);
  const count = countOf("uniform", shape);
  const draw = () => {
    const data = fractions("uniform", count, seed);
    if (minval !== 0 || maxval !== 1) spread(data, minval, maxval);
    return data;
  };
  return drawn("uniform", draw, shape, type);
}

/** Numbers of `[0, 1)` over another range, of which rounding to float32 must not reach the upper end. */
function spread(data: Float32Array, minval: number, maxval: number): void {
  for (let i = 0; i < data.length; i++) data[i] = minval + data[i]! * (maxval - minval);
  const below = numberBelow(maxval);
  if (below < minval) return;
  for (let i = 0; i < data.length; i++) if (data[i]! >= maxval) data[i] = below;
}

/** The largest float32 number that is less. */
function numberBelow(value: number): number {
  const float = Float32Array.of(value);
  if (float[0]! < value) return float[0]!;
  if (float[0] === 0) return -(2 ** -149);
  const bits = new Int32Array(float.buffer);
  bits[0] = bits[0]! + (float[0]! > 0 ? -1 : 1);
  return float[0]!;
}
