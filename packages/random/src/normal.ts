import type { DType, KnownShape, Tensor } from "@hornbeam/core";
import { normalQuantile } from "./_quantile.ts";
import { checkNumber, countOf, drawn, floatType } from "./_result.ts";
import { drawKey, type SeedOption } from "./_seed.ts";
import { threefry } from "./_threefry.ts";

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
export function normal(shape: KnownShape, options: NormalOptions = {}): Tensor {
  return draw("normal", shape, options, 0, 1);
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
export function truncatedNormal(shape: KnownShape, options: NormalOptions = {}): Tensor {
  return draw("truncatedNormal", shape, options, below, 1 - below);
}

/** Quantiles of shares spread evenly between two. */
function draw(
  op: string,
  shape: KnownShape,
  { mean = 0, stddev = 1, dtype, seed }: NormalOptions,
  from: number,
  to: number,
): Tensor {
  const type = floatType(op, dtype);
  checkNumber(op, "mean", mean);
  checkNumber(op, "stddev", stddev, 0);
  const count = countOf(op, shape);
  const fill = () => {
    const words = new Uint32Array(count);
    threefry(words, ...drawKey(op, seed));
    const data = new Float32Array(count);
    for (let i = 0; i < data.length; i++)
      data[i] = mean + stddev * normalQuantile(from + (to - from) * ((words[i]! + 0.5) * 2 ** -32));
    return data;
  };
  return drawn(op, fill, shape, type);
}
