import { type KnownShape, OptionError, refusal, type Tensor, type TensorLike, tidy, toTensor } from "@hornbeam/core";
import { multiply } from "@hornbeam/ops";
import { fractions } from "./_fractions.ts";
import { countOf, result } from "./_result.ts";
import type { SeedOption } from "./_seed.ts";

/** Options of {@link dropout}. */
export interface DropoutOptions extends SeedOption {
  /** Shape of the mask: 1 where it is to be the same along an axis, null where it is as large as the input. */
  readonly noiseShape?: readonly (number | null)[] | null;
}

/**
 * Sets a share of the elements to 0 and divides the others by `1 - rate`, so that the sum stays as it was on average.
 *
 * @see {@link https://keras.io/api/random/random_ops/#dropout-function | keras.random.dropout}
 * @example
 * dropout([1, 2], 0); // [1, 2]
 */
export function dropout(inputs: TensorLike, rate: number, { noiseShape = null, seed }: DropoutOptions = {}): Tensor {
  const action = "call random.dropout";
  if (!(rate >= 0 && rate <= 1)) {
    throw refusal(OptionError, {
      action,
      option: "rate",
      expected: "`rate` must be a number in [0, 1]",
      received: rate,
    });
  }
  return tidy(() => {
    const x = toTensor(inputs, { action });
    const shape: KnownShape = noiseShape ? noiseShape.map((size, axis) => size ?? x.shape[axis]!) : x.shape;
    const mask = fractions("dropout", countOf("dropout", shape), seed);
    const kept = rate === 1 ? 0 : 1 / (1 - rate);
    for (let i = 0; i < mask.length; i++) mask[i] = mask[i]! >= rate ? kept : 0;
    return multiply(x, result("dropout", mask, shape, "float32"));
  });
}
