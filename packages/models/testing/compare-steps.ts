// Trains two models that are the same but for `runEagerly`, and compares everything about them bit by bit: for tests.
import { clearSession, flatten, NDArray, setRandomSeed } from "@hornbeam/core";
import { expect } from "vitest";
import type { Model } from "../src/model.ts";
import type { HostBatch } from "../src/training/sources/batch-source.ts";
import type { CompileOptions } from "../src/training/types.ts";

function sequence(seed: number): () => number {
  let state = (seed * 7919 + 1) >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
const sizeOf = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);

/** Floats in [-1, 1). */
export function floats(shape: readonly number[], seed: number): NDArray {
  const next = sequence(seed);
  return new NDArray(
    Float32Array.from({ length: sizeOf(shape) }, () => next() * 2 - 1),
    shape,
    "float32",
  );
}
/** Whole numbers in [0, below). */
export function integers(shape: readonly number[], below: number, seed: number): NDArray {
  const next = sequence(seed);
  return new NDArray(
    Int32Array.from({ length: sizeOf(shape) }, () => Math.floor(next() * below)),
    shape,
    "int32",
  );
}
/** Rows with a single 1. */
export function oneHot(rows: number, classes: number, seed: number): NDArray {
  const places = integers([rows], classes, seed).data as Int32Array;
  const data = Float32Array.from({ length: rows * classes }, (_, i) =>
    Number(places[Math.floor(i / classes)] === i % classes),
  );
  return new NDArray(data, [rows, classes], "float32");
}

/** Arrays by their bits, so that NaN equals itself and 0 is not -0. */
function bitsOf(structure: unknown): unknown[] {
  return flatten(structure).map((leaf) => {
    if (!(leaf instanceof NDArray)) return leaf;
    const { buffer, byteOffset, byteLength } = leaf.data as Float32Array;
    return [leaf.dtype, leaf.shape, [...new Uint8Array(buffer, byteOffset, byteLength)]];
  });
}

/** A model to be tried: how it is made and compiled, and its data by number of the step. */
export interface Trial {
  readonly make: () => Model;
  readonly options?: () => CompileOptions;
  readonly x: (step: number) => unknown;
  readonly y: (step: number) => unknown;
  readonly sampleWeight?: (step: number) => NDArray;
  /** Something that is done to both models before a step. */
  readonly before?: (model: Model, step: number) => void;
}

/** How the steps of the recorded model ran: `{ train: "recorded", … }`, or the reasons why they did not. */
export type Modes = Readonly<Record<string, string>>;

/** Trains both models for some steps, with tests and predictions in between, and expects that they agree in all. */
export function compareSteps({ make, options, x, y, sampleWeight, before }: Trial, steps = 9): Modes {
  const [eager, recorded] = [true, false].map((runEagerly) => {
    clearSession();
    setRandomSeed(3);
    const model = make();
    model.compile({ optimizer: "sgd", loss: "mse", ...options?.(), runEagerly });
    return model;
  }) as [Model, Model];
  const both = <T>(act: (model: Model) => T): void => {
    const [first, second] = [eager, recorded].map((model) => {
      setRandomSeed(5);
      return act(model);
    });
    expect(second).toEqual(first);
  };
  for (let step = 0; step < steps; step++) {
    const batch: HostBatch = { x: x(step), y: y(step), sampleWeight: sampleWeight?.(step) ?? null };
    for (const model of [eager, recorded]) before?.(model, step);
    both((model) => Object.entries(model.runTrainStep(batch)));
    if (step % 2 === 1) both((model) => Object.entries(model.runTestStep(batch)));
    both((model) => bitsOf(model.runPredictStep(batch.x)));
    // an epoch ends, and weights are set from outside
    if (step === 6) for (const model of [eager, recorded]) model.resetMetrics();
    if (step === 5) for (const model of [eager, recorded]) model.setWeights(model.getWeights().map((weight) => weight));
  }
  // weights, and the states of generators of random numbers
  both((model) => bitsOf(model.variables.map((variable) => variable.numpy())));
  both((model) => bitsOf(model.optimizer.variables.map((variable) => variable.numpy())));
  both((model) => bitsOf(model.metrics.flatMap(({ variables }) => variables.map((variable) => variable.numpy()))));
  const modes = Object.fromEntries(recorded.explain().map(({ step, mode, reason }) => [step, reason ?? mode]));
  for (const model of [eager, recorded]) model[Symbol.dispose]();
  return modes;
}
