import { type DType, OptionError, refusal, type Shape, type Tensor, type TensorLike } from "@hornbeam/core";
import { normalQuantile } from "@hornbeam/kernels";
import { drawnOneByOne } from "./_one-by-one.ts";
import type { SeedOption } from "./_seed.ts";
import type { Words } from "./_words.ts";

/** Options of {@link gamma} and {@link beta}. */
export interface GammaOptions extends SeedOption {
  readonly dtype?: DType | null;
}

/**
 * Numbers of the gamma distribution of shape `alpha` and scale 1.
 *
 * @param alpha A number above 0, or a tensor that broadcasts to `shape`.
 * @see {@link https://doi.org/10.1145/358407.358414 | Marsaglia and Tsang, 2000}
 * @see {@link https://keras.io/api/random/random_ops/#gamma-function | keras.random.gamma}
 * @example
 * gamma([2, 3], 2, { seed: 1 }).shape; // [2, 3]
 */
export function gamma(shape: Shape, alpha: TensorLike, options: GammaOptions = {}): Tensor {
  return drawnOneByOne("gamma", shape, { alpha }, options, (words, alpha) =>
    drawGamma(words, positive("gamma", "alpha", alpha!)),
  );
}

/**
 * Numbers in `(0, 1)` of the beta distribution: `X / (X + Y)` of two gamma-distributed ones.
 *
 * @param alpha A number above 0, or a tensor that broadcasts to `shape`.
 * @param beta The same.
 * @see {@link https://keras.io/api/random/random_ops/#beta-function | keras.random.beta}
 * @example
 * beta([2, 3], 2, 5, { seed: 1 }).shape; // [2, 3]
 */
export function beta(shape: Shape, alpha: TensorLike, beta: TensorLike, options: GammaOptions = {}): Tensor {
  return drawnOneByOne("beta", shape, { alpha, beta }, options, (words, alpha, beta) => {
    const x = drawLogGamma(words, positive("beta", "alpha", alpha!));
    const y = drawLogGamma(words, positive("beta", "beta", beta!));
    return 1 / (1 + Math.exp(y - x));
  });
}

/** The logarithm of a number of the distribution: for a small `alpha`, the number itself may be too small to be told from 0. */
function drawLogGamma(words: Words, alpha: number): number {
  if (alpha >= 1) return Math.log(drawGamma(words, alpha));
  return Math.log(drawGamma(words, alpha + 1)) + Math.log(words.fraction()) / alpha;
}

/** One number by squeeze and rejection; below 1, one of `alpha + 1` is scaled down. */
function drawGamma(words: Words, alpha: number): number {
  if (alpha < 1) return drawGamma(words, alpha + 1) * words.fraction() ** (1 / alpha);
  const d = alpha - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normalQuantile(words.fraction());
    const v = (1 + c * x) ** 3;
    const u = words.fraction();
    if (v > 0 && Math.log(u) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

function positive(op: string, option: string, value: number): number {
  if (value > 0) return value;
  throw refusal(OptionError, {
    action: `call random.${op}`,
    option,
    expected: `\`${option}\` must be above 0`,
    received: value,
  });
}
