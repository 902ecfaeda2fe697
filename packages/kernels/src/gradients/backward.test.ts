import * as tf from "@hornbeam/kernels/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { start } from "../start.ts";

const size = 1000;

/** `x + 1`, with a look at memory when the backward pass comes by. */
function watched(x: tf.Tensor, seen: (bytes: number) => void): tf.Tensor {
  return tf.customGrad(((v: tf.Tensor, save: (tensors: tf.Tensor[]) => void) => {
    save([v]);
    return {
      value: tf.add(v, 1),
      gradFunc: (dy: tf.Tensor, [saved]: tf.Tensor[]) => {
        seen(tf.memory().numBytes);
        return tf.mul(dy, tf.onesLike(saved!));
      },
    };
  }) as never)(x) as tf.Tensor;
}

/** Bytes that are in use each time one of `count` operations in a row has gone back. */
function bytesOnTheWayBack(count: number): number[] {
  const bytes: number[] = [];
  tf.tidy(() => {
    tf.grad((x) => {
      let y: tf.Tensor = x;
      for (let i = 0; i < count; i++) y = watched(y, (now) => bytes.push(now));
      return tf.sum(y);
    })(tf.zeros([size]));
  });
  return bytes;
}

describe("the backward pass", () => {
  beforeAll(() => start());

  it("lets go of what a node had saved, and of gradients that have been used", () => {
    const [before, bytes] = [tf.memory().numTensors, bytesOnTheWayBack(10)];
    expect(bytes).toHaveLength(10);
    // each is one saved tensor below the one before; nothing adds up
    for (let i = 2; i < bytes.length; i++) expect(bytes[i]! - bytes[i - 1]!).toBe(-4 * size);
    expect(tf.memory().numTensors).toBe(before);
  });
  it("keeps gradients that are wanted, of results within as well", () => {
    tf.tidy(() => {
      const [a, b] = [tf.tensor1d([1, 2]), tf.tensor1d([3, 4])];
      const [da, db] = tf.grads((x, y) => tf.sum(tf.mul(tf.mul(x!, y!), x!)))([a, b]);
      expect([...da!.dataSync()]).toEqual([6, 16]);
      expect([...db!.dataSync()]).toEqual([1, 4]);
    });
  });
  it("disposes of nothing that is not its own: a gradient of the caller's, one that is given twice, one that is kept", () => {
    const [x, dy, kept] = [tf.tensor1d([1, 2]), tf.tensor1d([5, 7]), tf.keep(tf.tensor1d([2, 3]))];
    const twice = tf.customGrad(((a: tf.Tensor, b: tf.Tensor) => ({
      value: tf.add(a, b),
      gradFunc: (g: tf.Tensor) => [g, g],
    })) as never) as (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;
    const constant = tf.customGrad(((a: tf.Tensor) => ({ value: tf.neg(a), gradFunc: () => kept })) as never) as (
      a: tf.Tensor,
    ) => tf.Tensor;
    const doubled = tf.grad((v) => twice(tf.mul(v, 2), tf.mul(v, 3)))(x, dy);
    const fixed = tf.grad((v) => tf.mul(constant(tf.mul(v, 2)), 1))(x, dy);
    expect([...doubled.dataSync()]).toEqual([25, 35]);
    expect([...fixed.dataSync()]).toEqual([4, 6]);
    expect([dy, kept, x].map(({ isDisposed }) => isDisposed)).toEqual([false, false, false]);
    kept.dispose();
    tf.dispose([x, dy, doubled, fixed]);
  });
  it("keeps what gradients of gradients need", () => {
    tf.tidy(() => {
      const cube = (v: tf.Tensor) => tf.sum(tf.mul(tf.square(v), v));
      const slope = tf.grad((v) => tf.sum(tf.square(tf.grad(cube)(v))));
      expect([...slope(tf.tensor1d([1, 2])).dataSync()]).toEqual([36, 288]); // (3 x²)² has the slope 36 x³
    });
  });
});
