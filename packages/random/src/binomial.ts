import { type DType, OptionError, refusal, type Shape, type Tensor, type TensorLike } from "@hornbeam/core";
import { drawnOneByOne } from "./_one-by-one.ts";
import type { SeedOption } from "./_seed.ts";
import type { Words } from "./_words.ts";

/** Options of {@link binomial}. */
export interface BinomialOptions extends SeedOption {
  readonly dtype?: DType | null;
}

/**
 * How many of `counts` trials succeed, each with the given probability; float32 unless told.
 *
 * @param counts A whole number, or a tensor that broadcasts to `shape`.
 * @param probabilities Numbers in `[0, 1]`, likewise.
 * @see {@link https://keras.io/api/random/random_ops/#binomial-function | keras.random.binomial}
 * @example
 * binomial([3], 4, 1); // [4, 4, 4]
 */
export function binomial(
  shape: Shape,
  counts: TensorLike,
  probabilities: TensorLike,
  options: BinomialOptions = {},
): Tensor {
  return drawnOneByOne("binomial", shape, { counts, probabilities }, options, drawBinomial);
}

/** Waiting times between successes are geometric: few words are drawn where successes are rare. */
function drawBinomial(words: Words, count = 0, probability = 0): number {
  check(count, probability);
  if (probability > 0.5) return count - drawBinomial(words, count, 1 - probability);
  if (probability === 0) return 0;
  const scale = 1 / Math.log1p(-probability);
  let [successes, trials] = [0, 0];
  for (;;) {
    trials += Math.floor(Math.log(words.fraction()) * scale) + 1;
    if (trials > count) return successes;
    successes++;
  }
}

function check(count: number, probability: number): void {
  const action = "call random.binomial";
  if (!Number.isInteger(count) || count < 0) {
    const expected = "`counts` must be non-negative integers";
    throw refusal(OptionError, { action, option: "counts", expected, received: count });
  }
  if (!(probability >= 0 && probability <= 1)) {
    const expected = "`probabilities` must lie in [0, 1]";
    throw refusal(OptionError, { action, option: "probabilities", expected, received: probability });
  }
}
