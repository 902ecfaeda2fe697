import * as tf from "@hornbeam/kernels/tfjs";
import { expect, it } from "vitest";
import { expectAgreement, floats, integers, sequence } from "../../testing/compare.ts";
import { describeVariants } from "../../testing/variants.ts";

const inf = Number.POSITIVE_INFINITY;

/** The remainder with the sign of the divisor. */
function modulo(x: number, y: number): number {
  const rest = x % y;
  return rest !== 0 && y < 0 !== rest < 0 ? Math.fround(rest + y) : rest;
}

describeVariants("quotients and logic", () => {
  it("leave remainders exactly, of floats of any size", () => {
    const next = sequence(7);
    const words = Uint32Array.from({ length: 20000 }, () => next() * 2 ** 32);
    const x = new Float32Array(words.buffer);
    // quotients up to 2^40, and of any size
    const y = x.map((each, i) => (i % 3 === 0 ? x[(i + 1) % x.length]! : each / 2 ** (40 * next())));
    const made = tf.tidy(() => tf.mod(tf.tensor1d(x), tf.tensor1d(y)).dataSync());
    const wrong = x.findIndex((each, i) => !Object.is(made[i], modulo(each, y[i]!)));
    expect(wrong < 0 || [x[wrong], y[wrong], made[wrong]]).toBe(true);
  });

  it("follow TensorFlow at zeros and infinities", () => {
    const x = tf.tensor1d([7, -7, 7, -7, 0, -0, inf, 5, 5, -5, 1, 0, -1e-20]);
    const y = tf.tensor1d([2, 2, -2, -2, 3, 3, 2, inf, -inf, inf, 0, 0, 3]);
    const nan = Number.NaN;
    expect([...tf.mod(x, y).dataSync()]).toEqual([1, 1, -1, -1, 0, -0, nan, 5, -inf, inf, nan, nan, 3]);
    expect([...tf.floorDiv(x, y).dataSync()]).toEqual([3, -4, -4, 3, 0, -0, inf, 0, -0, -0, inf, nan, -1]);
  });

  it("are exact for integers, which wrap; 0 by 0", () => {
    const next = sequence(9);
    const any = (range: number) => Array.from({ length: 3000 }, () => Math.floor((next() - 0.5) * range));
    const least = -(2 ** 31);
    const x = [least, least, 2 ** 31 - 1, 7, -7, 0, ...any(2 ** 32)];
    const y = [-1, 1, -1, 0, 0, 5, ...any(2 ** 32).map((each, i) => each >> (i % 32))];
    const [a, b] = [tf.tensor1d(x, "int32"), tf.tensor1d(y, "int32")];
    const quotients = x.map((each, i) => (y[i] === 0 ? 0 : Math.floor(each / y[i]!) | 0));
    expect([...tf.floorDiv(a, b).dataSync()]).toEqual(quotients);
    const rests = x.map((each, i) => (y[i] === 0 ? 0 : (each - Math.imul(quotients[i]!, y[i]!)) | 0));
    expect([...tf.mod(a, b).dataSync()]).toEqual(rests);
    expect([...tf.bitwiseAnd(a, b).dataSync()]).toEqual(x.map((each, i) => each & y[i]!));
  });

  it("do every length to its end", async () => {
    for (let n = 1; n <= 17; n++) {
      for (const f of [tf.mod, tf.floorDiv]) {
        for (const other of [[n], [], [3, 1]]) {
          const given = [floats([n], -9, 9), floats(other, 0.5, 3, 3)];
          await expectAgreement((x, y) => tf.cast(f(x, y), "float32"), given, { gradient: f === tf.mod });
          const whole = [integers([n], -99, 99), integers(other, 1, 9)];
          await expectAgreement((x, y) => f(x, y), whole, { gradient: false });
        }
      }
      await expectAgreement((x, alpha) => tf.prelu(x, alpha), [floats([3, n]), floats([n], 0.1, 0.9)], {
        gradient: n > 0,
      });
    }
  });

  it("decide for every length, shape and pair", () => {
    const logical = [
      [tf.logicalAnd, (a: number, b: number) => a & b],
      [tf.logicalOr, (a: number, b: number) => a | b],
      [tf.logicalXor, (a: number, b: number) => a ^ b],
    ] as const;
    const bits = (n: number, seed: number) => {
      const next = sequence(seed);
      return Array.from({ length: n }, () => Number(next() < 0.5));
    };
    for (let n = 0; n <= 35; n++) {
      const [a, b] = [bits(n, n), bits(n, n + 99)];
      const [x, y] = [tf.tensor1d(a, "bool"), tf.tensor1d(b, "bool")];
      const column = tf.tensor2d([0, 1, 1], [3, 1], "bool");
      for (const [f, exact] of logical) {
        expect([...tf.tidy(() => f(x, y).dataSync())]).toEqual(a.map((each, i) => exact(each, b[i]!)));
        const rows = [0, 1, 1].flatMap((one) => a.map((each) => exact(each, one)));
        expect([...tf.tidy(() => f(x, column).dataSync())]).toEqual(rows);
        expect([...tf.tidy(() => f(column, x).dataSync())]).toEqual(rows);
      }
      expect([...tf.tidy(() => tf.logicalNot(x).dataSync())]).toEqual(a.map((each) => 1 - each));
    }
  });

  it("tell numbers from infinities and NaN", () => {
    for (let n = 0; n <= 9; n++) {
      const given = [1, Number.NaN, inf, -0, -inf, 3e38, Number.NaN, -inf, 1e-45].slice(0, n);
      const x = tf.tensor1d(given, "float32");
      expect([...tf.isNaN(x).dataSync()]).toEqual(given.map((each) => Number(Number.isNaN(each))));
      expect([...tf.isInf(x).dataSync()]).toEqual(given.map((each) => Number(Math.abs(each) === inf)));
      expect([...tf.isFinite(x).dataSync()]).toEqual(given.map((each) => Number(Number.isFinite(each))));
    }
  });
});
