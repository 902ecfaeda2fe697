import {
  type DType,
  refusal,
  ShapeError,
  standardizeDType,
  type Tensor,
  type TensorLike,
  tidy,
  toTensor,
} from "@hornbeam/core";
import { drawnOnHost, type HostDraw, ofSymbolic } from "./_result.ts";
import type { SeedOption } from "./_seed.ts";
import { Words } from "./_words.ts";

/** Options of {@link categorical}. */
export interface CategoricalOptions extends SeedOption {
  readonly dtype?: DType | null;
}

/**
 * Numbers of classes, drawn for each row with the probabilities `softmax(logits)`.
 *
 * - logits: `[batch, classes]`, logarithms of probabilities up to a constant
 * - output: `[batch, numSamples]`
 *
 * @throws {ShapeError} when the logits are not a matrix.
 * @see {@link https://keras.io/api/random/random_ops/#categorical-function | keras.random.categorical}
 * @example
 * categorical([[0, -Infinity]], 3); // [[0, 0, 0]]
 */
export function categorical(logits: TensorLike, numSamples: number, { dtype, seed }: CategoricalOptions = {}): Tensor {
  const action = "call random.categorical";
  const type = standardizeDType(dtype ?? "int32", action);
  const symbolic = ofSymbolic(logits, ({ shape }) => ({ shape: [shape[0]!, numSamples], dtype: type }));
  if (symbolic) return symbolic;
  return tidy(() => {
    const table = toTensor(logits, { dtype: "float32", action });
    const [rows, classes] = table.shape;
    if (rows === undefined || classes === undefined || table.rank !== 2 || classes === 0) {
      const expected = "logits must have the shape [batch, classes]";
      throw refusal(ShapeError, { action, expected, receivedAs: "shape", received: table.shape });
    }
    const draw: HostDraw = (key, values) => {
      const words = new Words(key);
      const data = new Int32Array(rows * numSamples);
      const sums = new Float64Array(classes);
      for (let row = 0; row < rows; row++) {
        cumulate(values!, row * classes, sums);
        for (let i = 0; i < numSamples; i++) data[row * numSamples + i] = place(sums, words.fraction() * sums.at(-1)!);
      }
      return data;
    };
    return drawnOnHost("categorical", seed, draw, [rows, numSamples], type, [table]);
  });
}

/** Sums of the exponentials so far. */
function cumulate(logits: ArrayLike<number>, from: number, sums: Float64Array): void {
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < sums.length; i++) largest = Math.max(largest, logits[from + i]!);
  let sum = 0;
  for (let i = 0; i < sums.length; i++) {
    sum += Math.exp(logits[from + i]! - largest);
    sums[i] = sum;
  }
}

/** The first class whose sum exceeds a number, by halving. */
function place(sums: Float64Array, target: number): number {
  let [low, high] = [0, sums.length - 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sums[middle]! > target) high = middle;
    else low = middle + 1;
  }
  return low;
}
