import {
  isKerasTensor,
  KerasTensor,
  OptionError,
  refusal,
  type Shape,
  ShapeError,
  type Tensor,
  type TensorLike,
  tidy,
  toTensor,
} from "@hornbeam/core";
import { dropoutByKey } from "@hornbeam/kernels";
import { cast } from "@hornbeam/ops";
import { drawnBy } from "./_result.ts";
import type { SeedOption } from "./_seed.ts";

/** Options of {@link dropout}. */
export interface DropoutOptions extends SeedOption {
  /** Shape of the choice, which broadcasts: 1 where all elements along an axis share theirs, null for its size. */
  readonly noiseShape?: Shape | null;
}

/**
 * The tensor with a random share of its elements set to 0 and the rest divided by `1 - rate`, which keeps the sum.
 *
 * @param rate The share that is dropped, in `[0, 1]`.
 * @see {@link https://jmlr.org/papers/v15/srivastava14a.html | Srivastava et al., 2014}
 * @see {@link https://keras.io/api/random/random_ops/#dropout-function | keras.random.dropout}
 * @example
 * dropout([1, 2], 0); // [1, 2]
 */
export function dropout(inputs: TensorLike, rate: number, options?: DropoutOptions): Tensor;
export function dropout(inputs: TensorLike | KerasTensor, rate: number, options?: DropoutOptions): Tensor | KerasTensor;
export function dropout(
  inputs: TensorLike | KerasTensor,
  rate: number,
  { noiseShape = null, seed = null }: DropoutOptions = {},
): Tensor | KerasTensor {
  const action = "call random.dropout";
  if (!(rate >= 0 && rate <= 1)) {
    const expected = "`rate` must be a number in [0, 1]";
    throw refusal(OptionError, { action, option: "rate", expected, received: rate });
  }
  // inside a layer that infers its shapes: no draw, and no node in the graph
  if (isKerasTensor(inputs)) return new KerasTensor(inputs.shape, inputs.dtype, "");
  return tidy(() => {
    const given = toTensor(inputs, { action });
    const x = given.dtype === "float32" ? given : cast(given, "float32");
    const choice = choiceShape(x.shape, noiseShape);
    return drawnBy("dropout", seed, (key) => dropoutByKey(x, key, { rate, choice }));
  });
}

/** The shape of the choice, of the rank of the input. */
function choiceShape(shape: readonly number[], noiseShape: Shape | null): readonly number[] {
  if (noiseShape === null) return shape;
  const offset = shape.length - noiseShape.length;
  const sizes = noiseShape.map((size, axis) => size ?? shape[axis + offset] ?? 0);
  if (offset >= 0 && sizes.every((size, axis) => size === 1 || size === shape[axis + offset]))
    return [...shape.slice(0, offset).fill(1), ...sizes];
  const expected = `\`noiseShape\` must broadcast to [${shape.join(", ")}]`;
  throw refusal(ShapeError, { action: "call random.dropout", expected, received: noiseShape });
}
