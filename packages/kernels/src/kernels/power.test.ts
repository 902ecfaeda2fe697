import * as tf from "@hornbeam/kernels/tfjs";
import { expect, it } from "vitest";
import { expectAgreement, floats, sequence } from "../../testing/compare.ts";
import { describeVariants } from "../../testing/variants.ts";

const [inf, nan] = [Number.POSITIVE_INFINITY, Number.NaN];
const edges = [nan, inf, -inf, 0, -0, 1, -1, 2, -2, 3, -3, 0.5, -0.5, 2.5, 1e-40, -1e-40, 3e38, 16777217, 8388609, -7];

/** `x^y` as IEEE 754 has it; JavaScript gives NaN for 1 and -1 to ±Infinity and for 1 to NaN. */
function power(x: number, y: number): number {
  return x === 1 || (x === -1 && Math.abs(y) === inf) ? 1 : x ** y;
}

/** Pairs of floats of any bits, and pairs whose powers are finite. */
function pairs(count: number): readonly [Float32Array, Float32Array] {
  const next = sequence(3);
  const [x, y] = [new Float32Array(count), new Float32Array(count)];
  const [wordsX, wordsY] = [new Uint32Array(x.buffer), new Uint32Array(y.buffer)];
  for (let i = 0; i < count; i++) {
    wordsX[i] = next() * 2 ** 32;
    if (i % 4 === 0) wordsY[i] = next() * 2 ** 32;
    else y[i] = i % 4 === 1 ? Math.round(40 * next() - 20) : (100 * next() - 50) / Math.log2(Math.abs(x[i]!));
  }
  return [x, y];
}

/** The first pair whose result is off by more than `most` units in the last place. */
function wrongAt(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  made: ArrayLike<number>,
  most: number,
  exact: (x: number, y: number) => number,
): readonly number[] | undefined {
  for (let i = 0; i < made.length; i++) {
    const wanted = exact(x[i]!, y[i]!);
    const single = Math.fround(wanted);
    if (!Number.isFinite(single) || wanted === 0) {
      if (!Object.is(made[i], single)) return [x[i]!, y[i]!, made[i]!, single];
      continue;
    }
    const unit = Math.max(2 ** -149, 2 ** (Math.floor(Math.log2(Math.abs(wanted))) - 23));
    if (!(Math.abs(made[i]! - wanted) <= most * unit)) return [x[i]!, y[i]!, made[i]!, wanted];
  }
  return undefined;
}

describeVariants("powers and angles", () => {
  it("are powers within 0.6 units at floats of any size", () => {
    const [x, y] = pairs(20000);
    expect(
      wrongAt(
        x,
        y,
        tf.tidy(() => tf.pow(tf.tensor1d(x), tf.tensor1d(y)).dataSync()),
        0.6,
        power,
      ),
    ).toBe(undefined);
  });

  it("are angles within 3 units at floats of any size", () => {
    const [x, y] = pairs(20000);
    const made = tf.tidy(() => tf.atan2(tf.tensor1d(y), tf.tensor1d(x)).dataSync());
    expect(wrongAt(x, y, made, 3, (a, b) => Math.atan2(b, a))).toBe(undefined);
  });

  it("keep to IEEE 754 at its edges", () => {
    const all = edges.flatMap((x) => edges.map((y) => [Math.fround(x), Math.fround(y)] as const));
    const [x, y] = [all.map(([each]) => each), all.map(([, each]) => each)];
    const compute = (f: typeof tf.pow) => tf.tidy(() => f(tf.tensor1d(x), tf.tensor1d(y)).dataSync());
    expect(wrongAt(x, y, compute(tf.pow), 0.6, power)).toBe(undefined);
    expect(wrongAt(x, y, compute(tf.atan2), 3, Math.atan2)).toBe(undefined);
  });

  it.each(edges)("take %s as the exponent of all", (exponent) => {
    const x = Float32Array.from([...edges, ...floats([200], -9, 9).data]);
    const made = tf.tidy(() => tf.pow(tf.tensor1d(x), tf.scalar(exponent)).dataSync());
    const y = new Array<number>(x.length).fill(Math.fround(exponent));
    expect(wrongAt(x, y, made, exponent === 3 ? 2 : 0.6, power)).toBe(undefined);
    const turned = tf.tidy(() => tf.pow(tf.scalar(exponent), tf.tensor1d(x)).dataSync());
    expect(wrongAt(y, x, turned, 0.6, power)).toBe(undefined);
  });

  it("do every length to its end, with gradients", async () => {
    for (let n = 0; n <= 17; n++) {
      for (const f of [tf.pow, tf.atan2]) {
        const given = [floats([n], 0.5, 3), floats([n], -2, 2, 3)];
        await expectAgreement((x, y) => f(x, y), given, { gradient: n > 0 });
        await expectAgreement((x, y) => f(x, y), [floats([3, n], 0.5, 3), floats([n], -2, 2, 3)], { gradient: n > 0 });
        await expectAgreement((x, y) => f(x, y), [floats([n], 0.5, 3), floats([3, 1], -2, 2, 3)], { gradient: n > 0 });
      }
    }
  });
});
