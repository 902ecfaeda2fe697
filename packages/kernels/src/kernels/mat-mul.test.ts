import * as tf from "@hornbeam/kernels/tfjs";
import { describe, expect, it } from "vitest";
import { expectNear, floats } from "../../testing/compare.ts";
import { matMul as reference } from "../../testing/reference.ts";
import { describeVariants } from "../../testing/variants.ts";
import { splitBatch } from "./mat-mul.ts";

const transposes = [
  [false, false],
  [false, true],
  [true, false],
  [true, true],
] as const;

/** Largest error of a product, relative to the sum of the absolute terms. */
function error(m: number, n: number, k: number, transposeA: boolean, transposeB: boolean): number {
  const a = floats(transposeA ? [k, m] : [m, k]);
  const b = floats(transposeB ? [n, k] : [k, n], -1, 1, 2);
  const expected = reference(a.data, b.data, m, n, k, transposeA, transposeB);
  const scale = reference(a.data.map(Math.abs), b.data.map(Math.abs), m, n, k, transposeA, transposeB);
  return tf.tidy(() => {
    const y = tf.matMul(tf.tensor(a.data, [...a.shape]), tf.tensor(b.data, [...b.shape]), transposeA, transposeB);
    expect(y.shape).toEqual([m, n]);
    return [...y.dataSync()].reduce((worst, x, i) => Math.max(worst, Math.abs(x - expected[i]!) / (scale[i]! || 1)), 0);
  });
}

describeVariants("matMul", (runtime) => {
  it("is right for every size from 0 to 17 and all transposes", () => {
    for (let m = 0; m <= 17; m++) {
      for (const [n, k] of [
        [m, m],
        [17 - m, m],
        [m, 17 - m],
        [5, m],
        [m, 1],
      ] as const) {
        for (const [ta, tb] of transposes) expect(error(m, n, k, ta, tb)).toBeLessThan(3e-7);
      }
    }
  });

  it.each([
    [32, 300, 784],
    [13, 27, 401],
    [100, 530, 37],
    [97, 33, 800],
    [700, 40, 90],
    [1, 1000, 300],
    [1000, 1, 300],
  ])("is right for %i x %i x %i and all transposes", (m, n, k) => {
    for (const [ta, tb] of transposes) expect(error(m, n, k, ta, tb)).toBeLessThan(1e-6);
  });

  it("keeps NaN and infinities to the rows and columns they are in, and the sign of zero", () => {
    const a = tf.tensor2d([
      [1, 2, 3],
      [Number.NaN, 1, 1],
      [Number.POSITIVE_INFINITY, 1, 1],
      [-0, -0, -0],
    ]);
    const b = tf.tensor2d([
      [1, 2],
      [0, -1],
      [1, Number.NEGATIVE_INFINITY],
    ]);
    expect([...tf.matMul(a, b).dataSync()]).toEqual([
      4,
      Number.NEGATIVE_INFINITY,
      Number.NaN,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      Number.NaN,
      0,
      Number.NaN,
    ]);
    expect([...tf.fused.matMul({ a, b, activation: "relu" }).dataSync()]).toEqual([
      4,
      0,
      Number.NaN,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      Number.NaN,
      0,
      Number.NaN,
    ]);
    tf.dispose([a, b]);
  });

  it("adds the bias before the activation", () => {
    const [a, b] = [
      tf.tensor2d([[1, 2]]),
      tf.tensor2d([
        [1, -1, 4],
        [1, 1, 2],
      ]),
    ];
    const with_ = (activation: "linear" | "relu" | "relu6" | "elu" | "sigmoid") => [
      ...tf.fused.matMul({ a, b, bias: tf.tensor1d([-4, 1, 1]), activation }).dataSync(),
    ];
    expect(with_("linear")).toEqual([-1, 2, 9]);
    expect(with_("relu")).toEqual([0, 2, 9]);
    expect(with_("relu6")).toEqual([0, 2, 6]);
    expect(with_("elu")[0]).toBeCloseTo(Math.expm1(-1), 6);
    expect(with_("sigmoid")[0]).toBeCloseTo(1 / (1 + Math.E), 6);
  });

  it("repeats batch axes of size 1, on either side", () => {
    const a = tf.tensor(floats([3, 1, 2, 4]).data, [3, 1, 2, 4]);
    const b = tf.tensor(floats([1, 5, 4, 3]).data, [1, 5, 4, 3]);
    const y = tf.matMul(a, b);
    expect(y.shape).toEqual([3, 5, 2, 3]);
    const values = y.dataSync();
    for (let i = 0; i < 3; i++) {
      for (let j = 0; j < 5; j++) {
        const expected = reference(a.dataSync().slice(8 * i), b.dataSync().slice(12 * j), 2, 3, 4);
        expectNear(values.slice((5 * i + j) * 6, (5 * i + j + 1) * 6), expected);
      }
    }
  });

  it("multiplies integers exactly", () => {
    const a = tf.tensor2d(
      [
        [2 ** 30, 3],
        [1, 1],
      ],
      [2, 2],
      "int32",
    );
    const y = tf.matMul(a, a);
    expect(y.dtype).toBe("int32");
    expect([...y.dataSync()]).toEqual([3, (3 * 2 ** 30 + 3) | 0, 2 ** 30 + 1, 4]);
  });

  it("goes on when memory grows in between", () => {
    const a = tf.tensor2d([
      [1, 2],
      [3, 4],
    ]);
    const before = runtime().bytes.byteLength;
    const big = tf.zeros([before / 4 + 1024]); // more than there is
    const y = tf.matMul(a, a);
    expect([...y.dataSync()]).toEqual([7, 10, 15, 22]);
    big.dispose();
  });
});

describe("splitBatch", () => {
  it("takes equal batches as one run", () => {
    expect(splitBatch([2, 3], [2, 3], [2, 3])).toEqual({ inner: { count: 6, a: 1, b: 1 }, outer: [[0, 0]] });
  });

  it("repeats an operand without a batch", () => {
    expect(splitBatch([4], [4], [])).toEqual({ inner: { count: 4, a: 1, b: 0 }, outer: [[0, 0]] });
  });

  it("splits where the operands take turns", () => {
    expect(splitBatch([2, 3], [2, 1], [1, 3])).toEqual({
      inner: { count: 3, a: 0, b: 1 },
      outer: [
        [0, 0],
        [1, 0],
      ],
    });
  });
});
