import {
  convert,
  type DType,
  type KnownShape,
  NDArray,
  number,
  refusal,
  ShapeError,
  type Tensor,
  toNDArray,
  toTensor,
} from "@hornbeam/core";
import { normal } from "@hornbeam/random";
import { orthonormalize } from "./_orthonormalize.ts";
import { defineRandomInitializer } from "./_random-initializer.ts";

/**
 * A random orthogonal matrix, each being equally likely: its columns are of length `gain` and at right angles, or its
 * rows where there are fewer of them. Axes before the last one count as one.
 *
 * - call: `[..., n]` and a dtype give a tensor
 *
 * @throws {ShapeError} when the shape has fewer than two axes.
 * @see {@link https://arxiv.org/abs/1312.6120 | Saxe et al., 2014}
 * @see {@link https://keras.io/api/layers/initializers/#orthogonalinitializer-class | keras.initializers.Orthogonal}
 * @example
 * new Orthogonal({ seed: 1 })([3, 4]).shape; // [3, 4]
 */
export class Orthogonal extends /* @__PURE__ */ defineRandomInitializer("keras.initializers.Orthogonal", {
  /** Length of the vectors. */
  gain: number(1),
}) {
  override call(shape: KnownShape, dtype: DType): Tensor {
    if (shape.length < 2) {
      throw refusal(ShapeError, {
        action: "call Orthogonal",
        expected: "the tensor must be at least two-dimensional",
        receivedAs: "shape",
        received: shape,
      });
    }
    const columns = shape.at(-1)!;
    const rows = shape.slice(0, -1).reduce((all, size) => all * size, 1);
    const [count, length] = [Math.min(rows, columns), Math.max(rows, columns)];
    const drawn = toNDArray(normal([count, length], { seed: this.drawn }));
    const vectors = orthonormalize(Float64Array.from(drawn.data as Float32Array), count, length);
    const data = new Float32Array(rows * columns);
    for (let i = 0; i < count; i++) {
      for (let k = 0; k < length; k++) {
        // the vectors are the matrix's rows where there are fewer of them, else its columns
        data[rows < columns ? i * columns + k : k * columns + i] = this.gain * vectors[i * length + k]!;
      }
    }
    return toTensor(new NDArray(convert(data, "float32"), shape), { dtype });
  }
}
