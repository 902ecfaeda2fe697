import { gradientsOf, isFloat, sizeOf, type Tensor, tidy } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";

type Outputs = (inputs: readonly Tensor[]) => readonly Tensor[];

/**
 * How the outputs of a function change along a direction, from gradients alone: a gradient is linear in the weights `u`
 * of the outputs, and the gradient, with respect to `u`, of its product with the direction is what is looked for. Where a
 * gradient on the way has none of its own, the change is put together element by element.
 *
 * @see {@link https://j-towns.github.io/2017/06/12/A-new-trick.html | Townsend, 2017}
 */
export function changesOf(f: Outputs, inputs: readonly Tensor[], directions: readonly Tensor[]): Tensor[] {
  const outputs = f(inputs);
  const which = [...outputs.keys()].filter((k) => isFloat(outputs[k]!.dtype));
  const found = byWeights(f, outputs, which, inputs, directions) ?? byElements(f, outputs, which, inputs, directions);
  return outputs.map((output, k) => found.get(k) ?? tf.zerosLike(output));
}

type Changes = ReadonlyMap<number, Tensor>;

function byWeights(
  f: Outputs,
  outputs: readonly Tensor[],
  which: readonly number[],
  inputs: readonly Tensor[],
  directions: readonly Tensor[],
): Changes | undefined {
  const weights = which.map((k) => spread(outputs[k]!.shape, k));
  const slope = (): Tensor =>
    along(
      () =>
        products(
          which.map((k) => f(inputs)[k]!),
          weights,
        ),
      inputs,
      directions,
    );
  try {
    const { value, grads } = gradientsOf(slope, weights);
    const changes = grads.map((grad, i) => grad ?? tf.zerosLike(weights[i]!));
    // a gradient that is no part of the tape would count as constant: both sides tell
    return agree(value, products(changes, weights)) ? new Map(which.map((k, i) => [k, changes[i]!])) : undefined;
  } catch {
    return undefined;
  }
}

function byElements(
  f: Outputs,
  outputs: readonly Tensor[],
  which: readonly number[],
  inputs: readonly Tensor[],
  directions: readonly Tensor[],
): Changes {
  return new Map(
    which.map((k) => {
      const { shape } = outputs[k]!;
      const changes = Array.from({ length: sizeOf(shape) }, (_, element) =>
        tidy(() => along(() => tf.slice(tf.reshape(f(inputs)[k]!, [-1]), element, 1), inputs, directions)),
      );
      return [k, changes.length === 0 ? tf.zeros(shape) : tf.reshape(tf.stack(changes), shape)];
    }),
  );
}

/** The change of a number along a direction. */
function along(f: () => Tensor, inputs: readonly Tensor[], directions: readonly Tensor[]): Tensor {
  const which = [...inputs.keys()].filter((k) => isFloat(inputs[k]!.dtype));
  const { grads } = gradientsOf(
    () => tf.sum(f()),
    which.map((k) => inputs[k]!),
  );
  return products(
    which.filter((_, i) => grads[i]).map((k) => directions[k]!),
    grads.filter((grad): grad is Tensor => grad !== null),
  );
}

/** The sum of the products of corresponding elements. */
function products(xs: readonly Tensor[], ys: readonly Tensor[]): Tensor {
  return xs.reduce<Tensor>((sum, x, i) => tf.add(sum, tf.sum(tf.mul(x, ys[i]!))), tf.scalar(0));
}

/** Numbers without pattern, around 1. */
function spread(shape: readonly number[], seed: number): Tensor {
  const golden = (Math.sqrt(5) - 1) / 2;
  const numbers = Float32Array.from({ length: sizeOf(shape) }, (_, i) => 0.5 + (((i + 1) * golden + seed / 7) % 1));
  return tf.tensor(numbers, [...shape], "float32");
}

function agree(a: Tensor, b: Tensor): boolean {
  const [x, y] = [a, b].map((one) => one.dataSync()[0]!) as [number, number];
  return Object.is(x, y) || Math.abs(x - y) <= 1e-3 * Math.max(1, Math.abs(x), Math.abs(y)) || Number.isNaN(x + y);
}
