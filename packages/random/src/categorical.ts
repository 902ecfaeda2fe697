import {
  type DType,
  refusal,
  ShapeError,
  standardizeDType,
  type Tensor,
  type TensorLike,
  tidy,
  toNDArray,
  toTensor,
} from "@hornbeam/core";
import { drawn } from "./_result.ts";
import { drawKey, type SeedOption } from "./_seed.ts";
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
  const table = tidy(() => {
    const tensor = toTensor(logits, { dtype: "float32", action });
    return toNDArray(tensor) as never;
  }) as ReturnType<typeof toNDArray>;
  const [rows, classes] = table.shape;
  if (rows === undefined || classes === undefined || table.rank !== 2 || classes === 0) {
    const expected = "logits must have the shape [batch, classes]";
    throw refusal(ShapeError, { action, expected, receivedAs: "shape", received: table.shape });
  }
  const draw = () => {
    const words = new Words(drawKey("categorical", seed));
    const data = new Int32Array(rows * numSamples);
    const sums = new Float64Array(classes);
    for (let row = 0; row < rows; row++) {
      cumulate(table.data as Float32Array, row * classes, sums);
      for (let i = 0; i < numSamples; i++) data[row * numSamples + i] = place(sums, words.fraction() * sums.at(-1)!);
    }
    return data;
  };
  return drawn("categorical", draw, [rows, numSamples], type);
}

/** Sums of the exponentials so far. */
function cumulate(logits: Float32Array, from: number, sums: Float64Array): void {
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
