// Compares kernels with the CPU backend of TensorFlow.js, which is plain JavaScript: forward and gradient.
import * as tf from "@hornbeam/kernels/tfjs";
// registers itself in the engine that @hornbeam/kernels/tfjs put on the global object
import "@tensorflow/tfjs-backend-cpu";
import { expect } from "vitest";

/** Values of one tensor, outside of any backend. */
export interface Values {
  readonly data: Float32Array | Int32Array | Uint8Array;
  readonly shape: readonly number[];
  readonly dtype: "float32" | "int32" | "bool";
}

// the CPU backend advertises another one when it is first used, unless in a test
tf.env().set("IS_TEST", true);
const advertised = tf.getBackend();
await tf.setBackend("cpu");
tf.tensor(0).dispose();
tf.env().set("IS_TEST", false); // it also counts what gradients save as leaks
if (advertised) await tf.setBackend(advertised);

/** A reproducible sequence of numbers in [0, 1). */
export function sequence(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) / (1 << 24);
  };
}

const sizeOf = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);

/** Floats in [from, to). */
export function floats(shape: readonly number[], from = -1, to = 1, seed = 1): Values {
  const next = sequence(seed + sizeOf(shape));
  const data = Float32Array.from({ length: sizeOf(shape) }, () => from + (to - from) * next());
  return { data, shape, dtype: "float32" };
}

/** Given numbers. */
export function values(
  data: readonly number[],
  shape: readonly number[] = [data.length],
  dtype: "float32" | "int32" | "bool" = "float32",
): Values {
  const made =
    dtype === "float32" ? Float32Array.from(data) : dtype === "int32" ? Int32Array.from(data) : Uint8Array.from(data);
  return { data: made, shape, dtype };
}

/** Integers in [from, to). */
export function integers(shape: readonly number[], from: number, to: number, seed = 1): Values {
  const next = sequence(seed);
  return values(
    Array.from({ length: sizeOf(shape) }, () => Math.floor(from + (to - from) * next())),
    shape,
    "int32",
  );
}

const toTensor = ({ data, shape, dtype }: Values) => tf.tensor(data, [...shape], dtype);

/** A function of up to five tensors, as the tests give it; it may name fewer. */
export type Compute = (...inputs: Five) => tf.Tensor | readonly tf.Tensor[];

type Five = [a: tf.Tensor, b: tf.Tensor, c: tf.Tensor, d: tf.Tensor, e: tf.Tensor];

/** As many as there are: what a test does not name, it does not use. */
const asFive = (tensors: tf.Tensor[]) => tensors as unknown as Five;

/** Runs on one backend and reads the results; leaves no tensor behind. */
export async function run(backend: "wasm" | "cpu", compute: Compute, inputs: readonly Values[]): Promise<Values[]> {
  await tf.setBackend(backend);
  try {
    const before = tf.memory().numTensors;
    const results = tf.tidy(() => {
      const made = compute(...asFive(inputs.map(toTensor)));
      const list = "dataId" in made ? [made] : [...made];
      return list.map((t) => ({
        data: t.dataSync() as Values["data"],
        shape: t.shape,
        dtype: t.dtype as Values["dtype"],
      }));
    });
    expect(tf.memory().numTensors).toBe(before);
    return results;
  } finally {
    await tf.setBackend("wasm");
  }
}

/** Gradients for all float inputs of a weighted sum of the outputs of `compute`; the weights differ, so no term can hide. */
export function gradientsOf(compute: Compute): Compute {
  return (...inputs) => {
    const variable = inputs.map((t) => t.dtype === "float32");
    const loss = (...given: tf.Tensor[]) => {
      const at = given.values();
      const made = compute(...asFive(inputs.map((t, i) => (variable[i] ? at.next().value! : t))));
      const list = "dataId" in made ? [made] : [...made];
      return tf.addN(
        list.map((t, i) => tf.sum(tf.mul(tf.cast(t, "float32"), toTensor(floats(t.shape, -1, 1, 7 + i))))),
      ) as tf.Scalar;
    };
    return tf.grads(loss)(inputs.filter((_, i) => variable[i]));
  };
}

/** Asserts equal shapes and types, and values within `tolerance` of the largest of the expected ones. */
export function expectClose(actual: readonly Values[], expected: readonly Values[], tolerance = 1e-5, what = ""): void {
  expect(actual.map(({ shape, dtype }) => ({ shape, dtype }))).toEqual(
    expected.map(({ shape, dtype }) => ({ shape, dtype })),
  );
  expected.forEach(({ data }, i) => {
    const scale = [...data].reduce((most, x) => (Number.isFinite(x) ? Math.max(most, Math.abs(x)) : most), 1e-6);
    data.forEach((x, j) => {
      const y = actual[i]!.data[j]!;
      const close = Object.is(x, y) || (Number.isNaN(x) && Number.isNaN(y)) || Math.abs(x - y) <= tolerance * scale;
      if (!close) expect.fail(`${what}output ${i}, element ${j}: expected ${x}, received ${y}`);
    });
  });
}

/** Asserts that `compute`, and its gradient, give on WASM what they give on the CPU backend. */
export async function expectAgreement(
  compute: Compute,
  inputs: readonly Values[],
  { gradient = true, tolerance = 1e-5 } = {},
): Promise<void> {
  expectClose(await run("wasm", compute, inputs), await run("cpu", compute, inputs), tolerance, "forward: ");
  if (!gradient) return;
  const grads = gradientsOf(compute);
  expectClose(await run("wasm", grads, inputs), await run("cpu", grads, inputs), tolerance, "gradient: ");
}

/** Asserts that the gradient of a linear op of one input is what the op makes of each unit vector, times the weights. */
export async function expectDifferences(compute: Compute, [input]: readonly Values[], tolerance = 1e-4): Promise<void> {
  const [gradient] = await run("wasm", gradientsOf(compute), [input!]);
  const expected = Float32Array.from(input!.data, (_, i) => i);
  for (let i = 0; i < expected.length; i++) {
    const unit = { ...input!, data: input!.data.map((_, at) => (at === i ? 1 : 0)) };
    const outputs = await run("wasm", compute, [unit]);
    expected[i] = outputs.reduce((sum, { data, shape }, at) => {
      const weights = floats(shape, -1, 1, 7 + at).data;
      return [...data].reduce((total, x, j) => total + x * weights[j]!, sum);
    }, 0);
  }
  expectClose([gradient!], [{ ...input!, data: expected }], tolerance, "gradient: ");
}

/** Asserts numbers within `tolerance` of the largest of the expected ones; NaN equals NaN. */
export function expectNear(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 2e-6): void {
  const shape = [expected.length];
  expectClose(
    [{ data: Float32Array.from(actual), shape: [actual.length], dtype: "float32" }],
    [{ data: Float32Array.from(expected), shape, dtype: "float32" }],
    tolerance,
  );
}
