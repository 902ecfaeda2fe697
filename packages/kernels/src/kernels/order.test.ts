import * as tf from "@hornbeam/kernels/tfjs";
import { expect, it } from "vitest";
import { sequence } from "../../testing/compare.ts";
import { describeVariants } from "../../testing/variants.ts";
import { order } from "../fused/order.ts";

const [inf, nan] = [Number.POSITIVE_INFINITY, Number.NaN];
const asNumber = (x: number) => (Number.isNaN(x) ? inf : x);

/** The places that sort a row, NaN behind Infinity. */
function placesOf(row: readonly number[], falling: boolean): number[] {
  const rank = (x: number) => Number(Number.isNaN(x));
  const compare = (a: number, b: number) => rank(a) - rank(b) || Math.sign(asNumber(a) - asNumber(b)) || 0;
  return row
    .map((_, i) => i)
    .sort((i, j) => (falling ? compare(row[j]!, row[i]!) : compare(row[i]!, row[j]!)) || i - j);
}

describeVariants("the places that sort", () => {
  it("are those of rows of every length, rising and falling, few values and many", () => {
    const next = sequence(4);
    for (const n of [...Array(20).keys(), 47, 48, 49, 50, 255, 256, 257, 1000]) {
      for (const range of [3, 1e6]) {
        for (const dtype of ["float32", "int32"] as const) {
          const rows = [0, 1, 2].map(() => Array.from({ length: n }, () => Math.floor((next() - 0.5) * range)));
          const x = tf.tensor2d(rows.flat(), [3, n], dtype);
          for (const falling of [false, true]) {
            const wanted = rows.flatMap((row) => placesOf(row, falling));
            expect([...tf.tidy(() => order(x, { falling }).dataSync())]).toEqual(wanted);
          }
          x.dispose();
        }
      }
    }
  });

  it("are those of columns too", () => {
    const x = tf.tensor3d([3, 1, 2, 9, 8, 7, 1, 2, 3, 4, 4, 4], [2, 3, 2], "int32");
    expect([...order(x, { axis: 1 }).dataSync()]).toEqual([1, 0, 0, 2, 2, 1, 0, 0, 1, 1, 2, 2]);
    expect([...order(x, { axis: 0, falling: true }).dataSync()]).toEqual([0, 1, 1, 0, 0, 0, 1, 0, 0, 1, 1, 1]);
  });

  it("put NaN last, infinities at the ends, and -0 beside 0", () => {
    const row = [nan, inf, 0, -0, -inf, -nan, 1e-45, -1e-45, 5, -5];
    for (const falling of [false, true]) {
      for (const times of [1, 9]) {
        const long = Array.from({ length: times }, () => row).flat();
        expect([...order(tf.tensor1d(long), { falling }).dataSync()]).toEqual(placesOf(long, falling));
      }
    }
    const least = [-(2 ** 31), 2 ** 31 - 1, 0, -1];
    expect([...order(tf.tensor1d(least, "int32")).dataSync()]).toEqual([0, 3, 2, 1]);
  });

  it("are found in rows that are long, and on other backends", async () => {
    const n = (1 << 16) + 5;
    const long = Float32Array.from({ length: n }, (_, i) => (i * 7919) % n);
    const places = order(tf.tensor2d(long, [1, n])).dataSync();
    expect(places.findIndex((place, i) => long[place] !== i)).toBe(-1);
    await tf.setBackend("cpu");
    expect([...order(tf.tensor2d([3, nan, 1, 2, 2, 5], [2, 3]), { falling: true }).dataSync()]).toEqual([
      1, 0, 2, 2, 0, 1,
    ]);
    await tf.setBackend("wasm");
  });

  it("leave nothing behind", () => {
    const before = tf.memory().numTensors;
    tf.tidy(() => order(tf.ones([3, 4]))).dispose();
    expect(tf.memory().numTensors).toBe(before);
    expect(order(tf.zeros([0, 3])).shape).toEqual([0, 3]);
  });
});
