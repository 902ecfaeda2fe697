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
import { multiply } from "@hornbeam/ops";
import { fractions } from "./_fractions.ts";
import { countOf, drawn } from "./_result.ts";
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
    const x = toTensor(inputs, { action });
    const shape = maskShape(x.shape, noiseShape);
    const count = countOf("dropout", shape);
    const kept = rate === 1 ? 0 : 1 / (1 - rate);
    const draw = () => {
      const mask = fractions("dropout", count, seed);
      for (let i = 0; i < mask.length; i++) mask[i] = mask[i]! < rate ? 0 : kept;
      return mask;
    };
    return multiply(x, drawn("dropout", draw, shape, "float32"));
  });
}

function maskShape(shape: readonly number[], noiseShape: Shape | null): readonly number[] {
  if (noiseShape === null) return shape;
  const offset = shape.length - noiseShape.length;
  const sizes = noiseShape.map((size, axis) => size ?? shape[axis + offset] ?? 0);
  if (offset >= 0 && sizes.every((size, axis) => size === 1 || size === shape[axis + offset])) return sizes;
  const expected = `\`noiseShape\` must broadcast to [${shape.join(", ")}]`;
  throw refusal(ShapeError, { action: "call random.dropout", expected, received: noiseShape });
}
