import { type DType, type KnownShape, OptionError, refusal, type Tensor, type TensorLike } from "@hornbeam/core";
import { parameter } from "./_parameters.ts";
import { countOf, drawn, floatType } from "./_result.ts";
import { drawKey, type SeedOption } from "./_seed.ts";
import { Words } from "./_words.ts";

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
  shape: KnownShape,
  counts: TensorLike,
  probabilities: TensorLike,
  { dtype, seed }: BinomialOptions = {},
): Tensor {
  const type = floatType("binomial", dtype);
  const length = countOf("binomial", shape);
  const countAt = parameter("binomial", "counts", counts, shape);
  const probabilityAt = parameter("binomial", "probabilities", probabilities, shape);
  const draw = () => {
    const words = new Words(drawKey("binomial", seed));
    return Float32Array.from({ length }, (_, i) => drawBinomial(words, countAt(i), probabilityAt(i)));
  };
  return drawn("binomial", draw, shape, type);
}

/** Waiting times between successes are geometric: few words are drawn where successes are rare. */
function drawBinomial(words: Words, count: number, probability: number): number {
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
