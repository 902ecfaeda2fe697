import { isFloat, memory, NDArray, type Tensor, tidy, toTensor, valueAndGrad } from "@hornbeam/core";
import * as ops from "@hornbeam/ops";
import { expect } from "vitest";

/** A function of tensors whose gradients are to be checked, and where. */
export type GradientCase = readonly [
  title: string,
  f: (...xs: Tensor[]) => Tensor | readonly Tensor[],
  ...inputs: NDArray[],
];

/** Numbers without pattern, of sizes between `low` and `high`, kept away from kinks and ties by their last digits. */
export function numbers(shape: readonly number[], low = -2, high = 2, seed = 1): NDArray {
  const size = shape.reduce((all, one) => all * one, 1);
  const golden = (Math.sqrt(5) - 1) / 2;
  const data = Float32Array.from({ length: size }, (_, i) => low + (high - low) * (((i + seed) * golden) % 1));
  return new NDArray(data, shape);
}

/** Gradients with respect to each argument agree with differences of values, and no tensor is left. */
export function checkGradients(f: GradientCase[1], ...inputs: NDArray[]): void {
  const before = memory().numTensors;
  inputs.forEach((_, which) => {
    const { gradient, slope } = alongDirection(f, inputs, which);
    const scale = Math.max(1, Math.abs(slope));
    expect(Math.abs(gradient - slope) / scale, `argument ${which}: ${gradient}, wanted ${slope}`).toBeLessThan(1e-2);
  });
  expect(memory().numTensors - before, "tensors left").toBe(0);
}

/** The derivative of a weighted sum of the results along a direction, from the gradient and from two values. */
function alongDirection(
  f: GradientCase[1],
  inputs: readonly NDArray[],
  which: number,
): { gradient: number; slope: number } {
  const direction = numbers(inputs[which]!.shape, -1, 1, 11);
  const step = 4e-3;
  let result = { gradient: 0, slope: 0 };
  tidy(() => {
    const tensors = inputs.map((input) => toTensor(input));
    const value = (xs: readonly Tensor[]): Tensor => {
      const outputs = [f(...xs)].flat().filter(({ dtype }) => isFloat(dtype));
      const sums = outputs.map((output, i) => ops.sum(ops.multiply(output, numbers(output.shape, -1, 1, 20 + i))));
      return sums.reduce((sum, one) => ops.add(sum, one));
    };
    const at = (distance: number): number => {
      const moved = toTensor(inputs[which]!.add(direction.mul(distance)));
      return value(tensors.with(which, moved)).dataSync()[0]!;
    };
    const { grads } = valueAndGrad(() => value(tensors), [tensors[which]!]);
    const gradient = ops.sum(ops.multiply(grads[0]!, direction)).dataSync()[0]!;
    result = { gradient, slope: (at(step) - at(-step)) / (2 * step) };
  });
  return result;
}
