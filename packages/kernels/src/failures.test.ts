import * as tf from "@hornbeam/kernels/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { start } from "./start.ts";

/** Gradients as a step takes them. */
const step = (loss: () => tf.Tensor) => tf.tidy(() => tf.variableGrads(loss as () => tf.Scalar));
const counts = () => {
  const backend = tf.backend() as unknown as { numDataIds(): number };
  return [tf.memory().numTensors, backend.numDataIds()];
};

describe("what fails", () => {
  beforeAll(() => start());

  it("leaves nothing of what its kernel had made", () => {
    const [x, ids] = [tf.ones([3, 2]), tf.tensor1d([0, 3], "int32")];
    const before = counts();
    expect(() => tf.gather(x, ids)).toThrow("Cannot gather: indices must be in [0, 3), received 3");
    expect(counts()).toEqual(before);
    tf.dispose([x, ids]);
  });

  it("leaves nothing of what was saved for gradients, in the forward pass or in the backward pass", () => {
    const [x, ids] = [tf.variable(tf.ones([3, 2])), tf.tensor1d([0, 3], "int32")];
    const before = counts();
    const saving = (y: tf.Tensor) => tf.exp(tf.square(tf.mul(y, y)));
    expect(() => step(() => tf.sum(tf.gather(saving(x), ids)))).toThrow("received 3");
    expect(counts()).toEqual(before);
    const broken = tf.customGrad((y) => ({
      value: (y as tf.Tensor).clone(),
      gradFunc: () => {
        throw new Error("no way back");
      },
    }));
    expect(() => step(() => tf.sum(saving(broken(saving(x)))))).toThrow("no way back");
    expect(counts()).toEqual(before);
    const failing = tf.customGrad((y, save) => {
      (save as tf.GradSaveFunc)([y as tf.Tensor]);
      return { value: tf.gather(y as tf.Tensor, ids), gradFunc: (dy) => dy };
    });
    expect(() => step(() => tf.sum(failing(saving(x))))).toThrow("received 3");
    expect(counts()).toEqual(before);
    tf.dispose([x, ids]);
  });

  it("within gradients of gradients is cleared away when the outer ones end, whether they fail or not", () => {
    const x = tf.tensor1d([1, 2, 3]);
    const before = counts();
    const broken = tf.customGrad((y) => ({
      value: tf.square(y as tf.Tensor),
      gradFunc: () => {
        throw new Error("no way back");
      },
    }));
    const second = tf.grad((y) => tf.sum(tf.grad((z) => tf.sum(broken(tf.exp(z))))(y)));
    expect(() => second(x)).toThrow("no way back");
    expect(counts()).toEqual(before);
    const caught = tf.grad((y) => {
      expect(() => tf.grad((z) => tf.sum(broken(tf.exp(z))))(y)).toThrow("no way back");
      return tf.sum(tf.square(y));
    });
    const slope = caught(x);
    expect([...slope.dataSync()]).toEqual([2, 4, 6]);
    slope.dispose();
    expect(counts()).toEqual(before);
    x.dispose();
  });
});
