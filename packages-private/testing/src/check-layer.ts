import { type AnyLayer, type Config, KerasTensor, mapShapes, memory, type NDArray, type Reading } from "@hornbeam/core";
import { expect } from "vitest";
import { checkGradients, checkStep } from "./layer-gradients.ts";
import { outputOf, shapesOf } from "./layer-output.ts";
import { difference } from "./matchers.ts";
import { randomArray } from "./random-array.ts";

/** A shape, batch first, or a structure of shapes. */
type Shapes = readonly number[] | readonly Shapes[] | { readonly [name: string]: Shapes };

/** What a layer is to be like. */
export interface LayerContract {
  /** The options that it cannot do without, and those that the case is about. */
  readonly options?: object;
  readonly inputShape: Shapes;
  readonly outputShape: Shapes;
  /** Number of weights, and of those that training changes where it does not change all. */
  readonly weights?: number;
  readonly trainable?: number;
  /** Inputs in the place of random numbers in [-1, 1). */
  readonly input?: NDArray;
  /** Options of the calls. */
  readonly call?: object;
  /** Whether gradients are checked against differences: not for layers with kinks or without gradients. */
  readonly gradients?: boolean;
  /** How nested configs are read. */
  readonly reading?: Reading;
}

interface LayerClass {
  new (options: never): AnyLayer;
  fromConfig(config: Config, reading?: Reading): unknown;
}

/**
 * The contract that every layer keeps: it is made with few options; eager, symbolic and computed shapes agree; its config
 * is JSON and makes the same layer again; its gradients agree with differences; a step against them lowers a loss; no
 * tensor is left; it can be disposed of twice.
 */
export function checkLayer(Class: LayerClass, contract: LayerContract): void {
  const { options = {}, inputShape, outputShape, call = {}, weights = 0, gradients = true } = contract;
  const before = memory().numTensors;
  let seed = 0;
  const input = mapShapes(inputShape, (shape) => contract.input ?? randomArray(shape as number[], seed++));
  const layer = new Class(options as never);
  const outputs = outputOf(layer, input, call);

  expect(shapesOf(outputs), "shape of the output").toEqual(outputShape);
  expect(layer.weights.length, "number of weights").toBe(weights);
  expect(layer.trainableWeights.length, "number of trainable weights").toBe(contract.trainable ?? weights);
  checkSymbolicShapes(new Class(options as never), contract);
  checkConfig(Class, layer, input, outputs, contract);
  if (gradients) checkGradients(layer, input, call);
  if (gradients && layer.trainableWeights.length > 0) checkStep(layer, input, call);

  layer[Symbol.dispose]();
  layer[Symbol.dispose]();
  expect(memory().numTensors - before, "tensors left behind").toBe(0);
  expect(() => outputOf(layer, input, call)).toThrow("it was disposed of");
}

/** Called on symbolic tensors of the same shapes, with batch sizes that are known and then that are not. */
function checkSymbolicShapes(layer: AnyLayer, { inputShape, outputShape, call = {}, input }: LayerContract): void {
  const dtype = input?.dtype ?? "float32";
  const symbolic = mapShapes(inputShape, (shape) => new KerasTensor(shape, dtype));
  expect(shapesOf(callOf(layer)(symbolic, call)), "symbolic shape").toEqual(outputShape);
  expect(plain(layer.computeOutputShape(inputShape as never)), "computed shape").toEqual(outputShape);
  const open = (shape: readonly (number | null)[]) => [null, ...shape.slice(1)];
  const unknownBatch = mapShapes(inputShape, (shape) => new KerasTensor(open(shape), dtype));
  expect(shapesOf(callOf(layer)(unknownBatch, call)), "shape for any batch size").toEqual(mapShapes(outputShape, open));
}

/** Config to JSON and back to a layer of equal config and, with the weights copied, of equal output. */
function checkConfig(
  Class: LayerClass,
  layer: AnyLayer,
  input: unknown,
  outputs: NDArray[],
  { call = {}, reading, inputShape }: LayerContract,
): void {
  const config = layer.getConfig();
  expect(JSON.parse(JSON.stringify(config)), "config as JSON").toEqual(config);
  const copy = Class.fromConfig(JSON.parse(JSON.stringify(config)), reading) as AnyLayer;
  if (!copy.built) copy.build(inputShape as never);
  expect(copy.getConfig(), "config of the copy").toEqual(config);
  expect(
    copy.weights.map(({ path }) => path),
    "paths of the copy's weights",
  ).toEqual(layer.weights.map(({ path }) => path));
  copy.setWeights(layer.getWeights());
  outputOf(copy, input, call).forEach((output, i) => {
    expect(difference(output, outputs[i]!), `output ${i} of the copy`).toBeUndefined();
  });
  copy[Symbol.dispose]();
}

function callOf(layer: AnyLayer): (inputs: unknown, options: object) => unknown {
  return layer as never; // a layer is a function of whatever its inputs are
}
function plain(shapes: unknown): unknown {
  return JSON.parse(JSON.stringify(shapes));
}
