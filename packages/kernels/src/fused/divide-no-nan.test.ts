import * as tf from "@hornbeam/kernels/tfjs";
import { expect, it } from "vitest";
import { describeVariants } from "../../testing/variants.ts";
import { divideNoNan } from "./divide-no-nan.ts";

describeVariants("divideNoNan", () => {
  it("is 0 where the divisor is 0 of either sign, and the quotient elsewhere", () => {
    const [a, b] = [
      tf.tensor1d([1, 0, -3, Number.NaN, 5, Number.POSITIVE_INFINITY]),
      tf.tensor1d([0, -0, 2, 0, Number.NaN, 4]),
    ];
    const y = divideNoNan(a, b);
    expect([...y.dataSync()]).toEqual([0, 0, -1.5, 0, Number.NaN, Number.POSITIVE_INFINITY]);
    tf.dispose([a, b, y]);
  });

  it("has gradients that are 0 there, summed where an operand was repeated", () => {
    const [a, b] = [
      tf.tensor2d([
        [1, 2],
        [3, 4],
      ]),
      tf.tensor1d([2, 0]),
    ];
    const before = tf.memory().numTensors;
    const [da, db] = tf.grads((a, b) => divideNoNan(a!, b!))([a, b]);
    expect([...da!.dataSync()]).toEqual([0.5, 0, 0.5, 0]);
    expect([...db!.dataSync()]).toEqual([-1, 0]); // -(1 + 3) / 4
    tf.dispose([da, db]);
    expect(tf.memory().numTensors).toBe(before);
    tf.dispose([a, b]);
  });

  it("takes whole numbers too", () => {
    const [a, b] = [tf.tensor1d([4, 1], "int32"), tf.tensor1d([2, 0], "int32")];
    const y = divideNoNan(a, b);
    expect([...y.dataSync()]).toEqual([2, 0]);
    tf.dispose([a, b, y]);
  });
});
