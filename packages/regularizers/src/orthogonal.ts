import { defineRegularizer, oneOf, refusal, ShapeError, type Tensor } from "@hornbeam/core";
import { absolute, eye, matmul, multiply, normalize, subtract, sum, transpose } from "@hornbeam/ops";
import { factor } from "./_factor.ts";

/**
 * Penalty on rows, or columns, of a matrix that are not at right angles: `factor` times the mean of `|cos φ|` over all
 * pairs of them.
 *
 * - call: `[rows, columns]` gives a scalar
 *
 * @throws {ShapeError} when the tensor is no matrix.
 * @see {@link https://keras.io/api/layers/regularizers/#orthogonalregularizer-class | keras.regularizers.OrthogonalRegularizer}
 * @example
 * new OrthogonalRegularizer({ factor: 1 })([[1, 0], [0, 2]]); // 0
 */
export class OrthogonalRegularizer extends /* @__PURE__ */ defineRegularizer(
  "keras.regularizers.OrthogonalRegularizer",
  {
    /** What the mean is multiplied with. */
    factor: factor(0.01),
    /** Which vectors are meant. */
    mode: oneOf("rows", "columns")("rows"),
  },
) {
  override call(x: Tensor): Tensor {
    if (x.rank !== 2) {
      throw refusal(ShapeError, {
        action: "call OrthogonalRegularizer",
        expected: "the tensor must have rank 2",
        receivedAs: "shape",
        received: x.shape,
      });
    }
    const vectors = normalize(this.mode === "rows" ? x : transpose(x), 1);
    const count = vectors.shape[0]!;
    const cosines = multiply(matmul(vectors, transpose(vectors)), subtract(1, eye(count)));
    // each pair is there twice
    return multiply(sum(absolute(cosines)), this.factor / (count * (count - 1)));
  }
}
