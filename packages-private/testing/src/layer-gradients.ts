import {
  type AnyLayer,
  flatten,
  isFloat,
  mapStructure,
  type NDArray,
  type Tensor,
  tidy,
  type Variable,
  valueAndGrad,
} from "@hornbeam/core";
import * as ops from "@hornbeam/ops";
import { expect } from "vitest";
import { tensorsOf } from "./layer-output.ts";
import { onHost } from "./matchers.ts";
import { randomArray } from "./random-array.ts";

/** Half the distance over which slopes are measured. */
const step = 1e-2;
/** Largest difference between a slope and a gradient, as a share of the larger or of 1: float32 allows for no less. */
const tolerance = 2e-2;

/**
 * The derivative of a weighted sum of the outputs along random directions, of the inputs and of each weight, from the
 * gradient and from the difference of two values.
 */
export function checkGradients(layer: AnyLayer, input: unknown, options: object): void {
  const arrays = flatten(input) as NDArray[];
  arrays.forEach((array, which) => {
    if (!isFloat(array.dtype)) return;
    const direction = randomArray(array.shape, 100 + which);
    const at = (distance: number) => {
      let i = 0;
      const moved = mapStructure(input, (leaf) => (i++ === which ? array.add(direction.mul(distance)) : leaf));
      return weightedSum(layer, moved, options);
    };
    const slope = (at(step) - at(-step)) / (2 * step);
    compare(slope, inputGradient(layer, input, which, direction, options), `gradient of input ${which}`);
  });
  for (const [i, weight] of layer.trainableWeights.entries()) {
    const value = weight.numpy();
    const direction = randomArray(weight.shape, 200 + i);
    const at = (distance: number) => {
      weight.assign(value.add(direction.mul(distance)));
      return weightedSum(layer, input, options);
    };
    const slope = (at(step) - at(-step)) / (2 * step);
    weight.assign(value);
    compare(slope, weightGradient(layer, input, weight, direction, options), `gradient of ${weight.path}`);
  }
}

/** One small step against the gradient of the mean squared distance from random numbers makes it smaller. */
export function checkStep(layer: AnyLayer, input: unknown, options: object): void {
  const values = layer.getWeights();
  const losses: number[] = [];
  tidy(() => {
    const loss = () => distance(callOn(layer, tensorsOf(input), options));
    const weights = layer.trainableWeights;
    const { value, grads } = valueAndGrad(loss, weights);
    weights.forEach((weight, i) => void weight.assignSub(ops.multiply(grads[i]!, 1e-2)));
    losses.push(onHost(value).item() as number, onHost(loss()).item() as number);
  });
  layer.setWeights(values);
  expect(losses[1], `loss after a step, ${losses[0]} before`).toBeLessThan(losses[0]!);
}

function compare(slope: number, gradient: number, what: string): void {
  const scale = Math.max(1, Math.abs(slope), Math.abs(gradient));
  expect(Math.abs(slope - gradient) / scale, `${what}: ${gradient} in place of ${slope}`).toBeLessThan(tolerance);
}

function callOn(layer: AnyLayer, tensors: unknown, options: object): Tensor[] {
  const call = layer as unknown as (inputs: unknown, options: object) => unknown; // a layer is a function of whatever its inputs are
  return (flatten(call(tensors, options)) as Tensor[]).filter(({ dtype }) => isFloat(dtype));
}
/** `Σ wᵢ yᵢ` over all outputs, with weights that look random. */
function sumOf(outputs: readonly Tensor[]): Tensor {
  const sums = outputs.map((output, i) => ops.sum(ops.multiply(output, randomArray(output.shape, i))));
  return sums.reduce((sum, one) => ops.add(sum, one));
}
function distance(outputs: readonly Tensor[]): Tensor {
  const squares = outputs.map((output, i) => {
    return ops.mean(ops.square(ops.subtract(output, randomArray(output.shape, 300 + i))));
  });
  return squares.reduce((sum, one) => ops.add(sum, one));
}
function weightedSum(layer: AnyLayer, input: unknown, options: object): number {
  let sum = 0;
  tidy(() => {
    sum = onHost(sumOf(callOn(layer, tensorsOf(input), options))).item() as number;
  });
  return sum;
}

function inputGradient(layer: AnyLayer, input: unknown, which: number, direction: NDArray, options: object): number {
  let along = 0;
  tidy(() => {
    const tensors = tensorsOf(input);
    const chosen = (flatten(tensors) as Tensor[])[which]!;
    const { grads } = valueAndGrad(() => sumOf(callOn(layer, tensors, options)), [chosen]);
    along = onHost(grads[0]).mul(direction).sum().item() as number;
  });
  return along;
}
function weightGradient(
  layer: AnyLayer,
  input: unknown,
  weight: Variable,
  direction: NDArray,
  options: object,
): number {
  let along = 0;
  tidy(() => {
    const { grads } = valueAndGrad(() => sumOf(callOn(layer, tensorsOf(input), options)), [weight]);
    along = onHost(grads[0]).mul(direction).sum().item() as number;
  });
  return along;
}
