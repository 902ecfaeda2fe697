import * as tf from "@hornbeam/kernels/tfjs";
import { expect, it } from "vitest";
import { expectAgreement, floats, integers } from "../../testing/compare.ts";
import { describeVariants } from "../../testing/variants.ts";

const ways = [false, true].flatMap((exclusive) => [false, true].map((reverse) => [exclusive, reverse] as const));

describeVariants("running sums and products", () => {
  it.each(ways)("of rows of every length, exclusive %s, reverse %s", async (exclusive, reverse) => {
    for (let n = 1; n <= 17; n++) {
      for (const scan of [tf.cumsum, tf.cumprod]) {
        const shape = [2, n];
        await expectAgreement((x) => scan(x, 1, exclusive, reverse), [floats(shape, 0.5, 2)], { gradient: false });
        await expectAgreement((x) => scan(x, 1, exclusive, reverse), [integers(shape, -3, 4)], { gradient: false });
      }
    }
  });

  it.each(ways)("of columns of every width, exclusive %s, reverse %s", async (exclusive, reverse) => {
    for (const inner of [1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 33]) {
      for (const scan of [tf.cumsum, tf.cumprod]) {
        const given = [floats([2, 5, inner], 0.5, 2)];
        for (const axis of [0, 1])
          await expectAgreement((x) => scan(x, axis, exclusive, reverse), given, { gradient: false });
        await expectAgreement((x) => scan(x, 0, exclusive, reverse), [integers([6, inner], -3, 4)], {
          gradient: false,
        });
      }
    }
  });

  it("have gradients along every axis", () => {
    const x = tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3]);
    const weights = tf.tensor2d([1, 10, 100, 1000, 10000, 100000], [2, 3]);
    const gradient = tf.grad((v) => tf.sum(tf.mul(tf.cumsum(v, 0), weights)));
    expect([...gradient(x).dataSync()]).toEqual([1001, 10010, 100100, 1000, 10000, 100000]);
    const product = tf.grad((v) => tf.sum(tf.cumprod(v, 1)));
    expect([...product(x).dataSync()]).toEqual([9, 4, 2, 36, 28, 20]);
  });

  it("keep -0, NaN and infinities where they are, and take empty axes", () => {
    const of = (given: number[], ...options: [boolean?, boolean?]) => [
      ...tf.cumsum(tf.tensor1d(given), 0, ...options).dataSync(),
    ];
    const [inf, nan] = [Number.POSITIVE_INFINITY, Number.NaN];
    expect(of([-0, -0, 1, inf, 1, -inf, 1])).toEqual([-0, -0, 1, inf, inf, nan, nan]);
    expect(of([1, 2, nan, 3, 4], false, true)).toEqual([nan, nan, nan, 7, 4]);
    expect(of([-0, 5], true)).toEqual([0, 0]);
    expect([...tf.cumsum(tf.tensor2d([1, 2, 3, 4], [2, 2]), -1).dataSync()]).toEqual([1, 3, 3, 7]);
    expect(tf.cumsum(tf.zeros([0, 3]), 0).shape).toEqual([0, 3]);
    expect([...tf.cumsum(tf.tensor1d([2 ** 31 - 1, 1], "int32")).dataSync()]).toEqual([2 ** 31 - 1, -(2 ** 31)]);
  });
});
