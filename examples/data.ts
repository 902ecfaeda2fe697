// Made-up data for the other examples: features in [-1, 1) and targets that are a linear function of them.
import { NDArray } from "@hornbeam/core";

/** `count` samples of `features` numbers, and `y = Σ (-1)ⁱ xᵢ / (i + 1)`; the same for the same `seed`. */
export function linearData(count: number, features: number, seed: number): [x: NDArray, y: NDArray] {
  let state = seed;
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  };
  const x = Array.from({ length: count }, () => Array.from({ length: features }, next));
  const y = x.map((row) => [row.reduce((sum, value, i) => sum + ((-1) ** i * value) / (i + 1), 0)]);
  return [NDArray.from(x, "float32"), NDArray.from(y, "float32")];
}

/** The columns from `begin` to `end` of a matrix. */
export function columns(matrix: NDArray, begin: number, end: number): NDArray {
  return matrix.transpose().slice(begin, end).transpose();
}
