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
  it("finds through what was saved before gradients of gradients were asked for", () => {
    // e^x is on the tape, with a clone of its result, when the inner gradient begins
    const slope = tf.grad((x) => {
      const power = tf.exp(x);
      return tf.sum(tf.grad((v) => tf.sum(tf.mul(power, v)))(x)); // e^x (1 + x)
    });
    const [before, x] = [tf.memory().numTensors, tf.tensor1d([0, 1])];
    const y = slope(x);
    expect([...y.dataSync()]).toEqual([2, Math.fround(3 * Math.E)]); // e^x (2 + x)
    tf.dispose([x, y]);
    expect(tf.memory().numTensors).toBe(before);
  });
  it("takes what was saved for variables of its own, where a gradient is made of gradients", () => {
    // its gradient is told by that of x^2 at the saved x, whose factor, which depends on x too, stays as it is
    const told = tf.customGrad(((x: tf.Tensor, save: (tensors: tf.Tensor[]) => void) => {
      save([x]);
      return {
        value: tf.square(x),
        gradFunc: (dy: tf.Tensor, [saved]: tf.Tensor[]) => tf.grad((v) => tf.sum(tf.mul(tf.square(v), dy)))(saved!),
      };
    }) as never) as (x: tf.Tensor) => tf.Tensor;
    tf.tidy(() => {
      const fourth = (x: tf.Tensor) => tf.sum(tf.square(told(x)));
      expect([
        ...tf
          .grad(fourth)(tf.tensor1d([1, 2]))
          .dataSync(),
      ]).toEqual([4, 32]); // 4 x^3
      const second = tf.grad((x) => tf.sum(tf.grad(fourth)(x)));
      expect([...second(tf.tensor1d([1, 2])).dataSync()]).toEqual([12, 48]); // 12 x^2
    });
  });
  it("is the same while kernels are watched", async () => {
    const cube = (v: tf.Tensor) => tf.sum(tf.mul(tf.square(v), v));
    const slope = tf.grad((v) => tf.sum(tf.square(tf.grad(cube)(v))));
    const [before, x] = [tf.memory().numTensors, tf.tensor1d([1, 2])];
    const { kernelNames, result } = await tf.profile(() => slope(x));
    expect([...(result as unknown as tf.Tensor).dataSync()]).toEqual([36, 288]);
    expect(kernelNames).toContain("Square");
    tf.dispose([x, result as unknown as tf.Tensor]);
    expect(tf.memory().numTensors).toBe(before);
  });
  it("says what is wrong with a gradient", () => {
    const wrong = (gradFunc: (dy: tf.Tensor) => tf.Tensor) =>
      tf.grad(
        tf.customGrad(((x: tf.Tensor) => ({ value: tf.neg(x), gradFunc })) as never) as (x: tf.Tensor) => tf.Tensor,
      );
    tf.tidy(() => {
      const x = tf.tensor1d([1, 2]);
      expect(() => wrong(() => tf.zeros([3]))(x)).toThrow(
        "The gradient of input '0' has shape '3', which does not match the shape of the input '2'",
      );
      expect(() => wrong(() => tf.zeros([2], "int32"))(x)).toThrow(
        "The gradient of input 0 must have 'float32' dtype, but has 'int32'",
      );
      expect(() => tf.grad(() => tf.scalar(1))(x)).toThrow("Cannot compute gradient of y=f(x) with respect to x.");
    });
  });
});
