import * as tf from "@hornbeam/kernels/tfjs";
import { expect, it } from "vitest";
import { expectAgreement, expectNear, floats } from "../../testing/compare.ts";
import { describeVariants } from "../../testing/variants.ts";

describeVariants("softmax", () => {
  it("and its gradient agree with plain ops for 1 to 17 columns", async () => {
    for (let columns = 1; columns <= 17; columns++)
      await expectAgreement((x) => tf.softmax(x), [floats([3, columns], -5, 5)]);
    await expectAgreement((x) => tf.softmax(x), [floats([2, 3, 101], -50, 50)]);
  });
  it("does not overflow, and keeps what is not a number in its row", () => {
    const [inf, nan] = [Number.POSITIVE_INFINITY, Number.NaN];
    const rows = [
      [1000, 1000, 999],
      [-1000, -1000, -inf],
      [-inf, -inf, -inf],
      [0, nan, 0],
      [0, 0, 0],
    ];
    const e = Math.exp(-1);
    const y = tf.tidy(() => tf.softmax(tf.tensor2d(rows)).dataSync());
    expectNear(y, [
      1 / (2 + e),
      1 / (2 + e),
      e / (2 + e),
      0.5,
      0.5,
      0,
      nan,
      nan,
      nan,
      nan,
      nan,
      nan,
      1 / 3,
      1 / 3,
      1 / 3,
    ]);
  });
  it("takes what has no rows", () => {
    expect(tf.tidy(() => tf.softmax(tf.zeros([0, 3])).shape)).toEqual([0, 3]);
  });
});
