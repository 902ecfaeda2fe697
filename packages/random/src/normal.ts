import type { DType, Shape, Tensor } from "@hornbeam/core";
import { drawNormal } from "@hornbeam/kernels";
import { cast } from "@hornbeam/ops";
import { checkNumber, drawnBy, floatType, ofShape } from "./_result.ts";
import type { SeedOption } from "./_seed.ts";

/** Options of {@link normal} and {@link truncatedNormal}. */
export interface NormalOptions extends SeedOption {
  readonly mean?: number;
  /** Standard deviation. */
  readonly stddev?: number;
  readonly dtype?: DType | null;
}

/**
 * Numbers of a normal distribution.
 *
 * @see {@link https://keras.io/api/random/random_ops/#normal-function | keras.random.normal}
 * @example
 * normal([2, 3], { stddev: 0.05, seed: 1 }).shape; // [2, 3]
 */
export function normal(shape: Shape, options: NormalOptions = {}): Tensor {
  return draw("normal", shape, options, [0, 1]);
}

/** Share of a normal distribution that lies below two standard deviations under the mean. */
const below = 0.02275013194817921;

/**
 * Numbers of a normal distribution cut off at two standard deviations.
 *
 * @see {@link https://keras.io/api/random/random_ops/#truncatednormal-function | keras.random.truncated_normal}
 * @example
 * truncatedNormal([4], { seed: 1 }).shape; // [4]
 */
export function truncatedNormal(shape: Shape, options: NormalOptions = {}): Tensor {
  return draw("truncatedNormal", shape, options, [below, 1 - below]);
}

/** Numbers between two shares of the distribution. */
function draw(
  op: string,
  shape: Shape,
  { mean = 0, stddev = 1, dtype, seed }: NormalOptions,
  shares: readonly [from: number, to: number],
): Tensor {
  const type = floatType(op, dtype);
  checkNumber(op, "mean", mean);
  checkNumber(op, "stddev", stddev, 0);
  return ofShape(op, shape, type, (sizes) =>
    drawnBy(op, seed, (key) => cast(drawNormal(key, sizes, { mean, deviation: stddev, shares }), type)),
  );
}
