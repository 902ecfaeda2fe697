import { type Tensor, type TensorLike, tidy, toTensor } from "@hornbeam/core";
import { threefry } from "@hornbeam/kernels";
import { take } from "@hornbeam/ops";
import { drawnOnHost, ofSymbolic } from "./_result.ts";
import type { SeedOption } from "./_seed.ts";

/** Options of {@link shuffle}. */
export interface ShuffleOptions extends SeedOption {
  /** The axis along which slices change places: the first unless told. */
  readonly axis?: number;
}

/**
 * The slices of a tensor in another order, each order being equally likely.
 *
 * @see {@link https://keras.io/api/random/random_ops/#shuffle-function | keras.random.shuffle}
 * @example
 * shuffle([[1, 2], [3, 4]], { seed: 1 }).shape; // [2, 2]
 */
export function shuffle(x: TensorLike, { axis = 0, seed }: ShuffleOptions = {}): Tensor {
  const symbolic = ofSymbolic(x, (spec) => spec);
  if (symbolic) return symbolic;
  return tidy(() => {
    const tensor = toTensor(x, { action: "call random.shuffle" });
    const size = tensor.shape.at(axis) ?? 1;
    const order = drawnOnHost("shuffle", seed, (key) => permutation(size, key), [size], "int32");
    return take(tensor, order, { axis });
  });
}

/** The numbers below `size` in random order (Fisher and Yates). */
export function permutation(size: number, key: ArrayLike<number>): Int32Array {
  const order = Int32Array.from({ length: size }, (_, i) => i);
  const words = new Uint32Array(size);
  threefry(words, key[0]!, key[1]!);
  for (let i = size - 1; i > 0; i--) {
    const j = Math.floor((words[i]! / 0x1_0000_0000) * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}
