import { Tensor } from "@hornbeam/kernels/tfjs";
import { NDArray } from "../array/nd-array.ts";
import type { Nested } from "../array/nested.ts";
import { sameShape } from "../array/shape.ts";
import { refusal, ShapeError, StateError } from "../errors.ts";
import { toNDArray } from "../tensor/to-nd-array.ts";
import type { Variable } from "../tensor/variable.ts";
import type { AnyLayer } from "./layer.ts";

/** How many numbers the weights of a built layer hold. */
export function countWeights(layer: AnyLayer): number {
  if (layer.built) return layer.weights.reduce((sum, { size }) => sum + size, 0);
  const hint = `Call count_params after building it: call ${layer.name} on an input, or its \`build\` with a shape.`;
  const action = `count the parameters of ${layer[Symbol.toStringTag]}`;
  throw refusal(StateError, { action, expected: "it must have been built", hint });
}

export function readWeights(weights: readonly Variable[]): NDArray[] {
  return weights.map((weight) => weight.numpy());
}

/** Checks every value before it assigns the first. */
export function writeWeights(
  owner: string,
  weights: readonly Variable[],
  values: readonly (NDArray | Tensor | readonly unknown[])[],
): void {
  const action = `set the weights of ${owner}`;
  if (values.length !== weights.length) {
    throw refusal(ShapeError, {
      action,
      owner,
      expected: `there must be ${weights.length} values`,
      received: values.length,
    });
  }
  const arrays = values.map((value, i) => {
    const array = value instanceof Tensor ? toNDArray(value) : NDArray.from(value as Nested | NDArray);
    const { shape, path, dtype } = weights[i]!;
    if (!sameShape(array.shape, shape)) {
      const expected = `value ${i} ("${path}") must have shape [${shape.join(", ")}]`;
      throw refusal(ShapeError, { action, owner, expected, receivedAs: "shape", received: array.shape });
    }
    return array.astype(dtype);
  });
  arrays.forEach((array, i) => {
    weights[i]!.assign(array);
  });
}
