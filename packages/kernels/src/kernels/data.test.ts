import * as tf from "@hornbeam/kernels/tfjs";
import { expect, it } from "vitest";
import { describeVariants } from "../../testing/variants.ts";

describeVariants("moving data", () => {
  it("casts as TensorFlow does", () => {
    const x = tf.tensor1d([0.5, -1.9, 0, -0, 3e9, Number.NaN, Number.POSITIVE_INFINITY, 256]);
    expect([...tf.cast(x, "int32").dataSync()]).toEqual([0, -1, 0, 0, 2 ** 31 - 1, 0, 2 ** 31 - 1, 256]);
    expect([...tf.cast(x, "bool").dataSync()]).toEqual([1, 1, 0, 0, 1, 1, 1, 1]);
    const b = tf.tensor1d([true, false, true, true, false], "bool");
    expect([...tf.cast(b, "float32").dataSync()]).toEqual([1, 0, 1, 1, 0]);
    expect([...tf.cast(b, "int32").dataSync()]).toEqual([1, 0, 1, 1, 0]);
    expect([...tf.cast(tf.tensor1d([0, 256, -1], "int32"), "bool").dataSync()]).toEqual([0, 1, 1]);
    for (let size = 0; size <= 35; size++) {
      const given = Array.from({ length: size }, (_, i) => i * 1.5 - 9);
      const bits = given.map((v) => Number(v !== 0));
      expect([...tf.cast(tf.tensor1d(given), "bool").dataSync()]).toEqual(bits);
      expect([...tf.cast(tf.tensor1d(given.map(Math.trunc), "int32"), "bool").dataSync()]).toEqual(bits);
      expect([...tf.cast(tf.tensor1d(bits, "bool"), "float32").dataSync()]).toEqual(bits);
      expect([...tf.cast(tf.tensor1d(bits, "bool"), "int32").dataSync()]).toEqual(bits);
      expect([...tf.cast(tf.tensor1d(given), "int32").dataSync()]).toEqual(given.map((v) => Math.trunc(v) + 0));
      expect([...tf.cast(tf.tensor1d(given.map(Math.trunc), "int32"), "float32").dataSync()]).toEqual(
        given.map((v) => Math.trunc(v) + 0),
      );
    }
  });

  it("clones share their values, and outlive the original", () => {
    const x = tf.tensor1d([1, 2, 3]);
    const before = tf.memory().numDataBuffers;
    const y = tf.clone(x);
    expect(tf.memory().numDataBuffers).toBe(before);
    x.dispose();
    expect([...y.dataSync()]).toEqual([1, 2, 3]);
    y.dispose();
    const words = tf.clone(tf.tensor1d(["a", "b"]));
    expect(words.dataSync()).toEqual(["a", "b"]);
    words.dispose();
  });

  it("sums segments of every width from 0 to 17, dropping ids out of range", () => {
    for (let width = 0; width <= 17; width++) {
      for (const dtype of ["float32", "int32"] as const) {
        const x = tf.tensor2d(
          Array.from({ length: 4 * width }, (_, i) => i),
          [4, width],
          dtype,
        );
        const y = tf.unsortedSegmentSum(x, tf.tensor1d([1, -1, 1, 3], "int32"), 3);
        expect(y.shape).toEqual([3, width]);
        const row = Array.from({ length: width }, (_, j) => 2 * width + 2 * j);
        expect([...y.dataSync()]).toEqual([...row.map(() => 0), ...row, ...row.map(() => 0)]);
      }
    }
  });

  it("gathers slices of every size and type", () => {
    for (let size = 1; size <= 17; size++) {
      for (const dtype of ["float32", "int32", "bool"] as const) {
        const data = Array.from({ length: 3 * size }, (_, i) => (dtype === "bool" ? i % 2 : i));
        const y = tf.gather(tf.tensor2d(data, [3, size], dtype), [2, 0, 2]);
        const row = (i: number) => data.slice(i * size, (i + 1) * size);
        expect([...y.dataSync()]).toEqual([...row(2), ...row(0), ...row(2)]);
      }
    }
  });

  it("gathers single numbers, and finds one id in many that is outside", () => {
    const x = tf.tensor1d([5, 6, 7]);
    for (const count of [500, 512, 515, 5000]) {
      const ids = Int32Array.from({ length: count }, (_, i) => (i * 7) % 3);
      expect([...tf.gather(x, tf.tensor1d(ids)).dataSync()]).toEqual([...ids].map((id) => 5 + id));
      for (const [at, id] of [[0, 3], [count - 1, -1], [count >> 1, 2 ** 31 - 1]] as const) {
        const wrong = ids.with(at, id);
        expect(() => tf.gather(x, tf.tensor1d(wrong))).toThrow(`Cannot gather: indices must be in [0, 3), received ${id}`);
      } // biome-ignore format: pairs
    }
  });

  it("gathers by batch", () => {
    const y = tf.gather(
      tf.tensor2d([
        [1, 2],
        [3, 4],
      ]),
      tf.tensor2d(
        [
          [1, 0, 1],
          [0, 0, 1],
        ],
        [2, 3],
        "int32",
      ),
      1,
      1,
    );
    expect(y.arraySync()).toEqual([
      [2, 1, 2],
      [3, 3, 4],
    ]);
  });

  it("walks backwards, in steps and along new axes", () => {
    const x = tf.tensor2d(
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
      [2, 3],
      "int32",
    );
    expect(tf.reverse(x, 1).arraySync()).toEqual([
      [3, 2, 1],
      [6, 5, 4],
    ]);
    expect(tf.stridedSlice(x, [0, 2], [2, 0], [1, -1]).arraySync()).toEqual([
      [3, 2],
      [6, 5],
    ]);
    expect(tf.stridedSlice(x, [0, 0, 0], [2, 0, 3], [1, 1, 2], 0, 0, 0, 2).shape).toEqual([2, 1, 2]);
    expect(tf.stridedSlice(x, [1, 1], [2, 2], [1, 1], 0, 0, 0, 0, 3).arraySync()).toBe(5);
    expect(tf.stridedSlice(x, [2, 0], [2, 3], [1, 1]).shape).toEqual([0, 3]);
    expect(tf.reverse(tf.tensor1d([true, false, false], "bool"), 0).arraySync()).toEqual([0, 0, 1]);
  });

  it("chooses and clips whole values of small types", () => {
    const c = tf.tensor1d([true, false, true], "bool");
    expect(
      tf.where(c, tf.tensor1d([true, true, false], "bool"), tf.tensor1d([false, true, false], "bool")).arraySync(),
    ).toEqual([1, 1, 0]);
    expect(tf.clipByValue(tf.tensor1d([-9, 0, 9], "int32"), -3, 4.5).arraySync()).toEqual([-3, 0, 4]);
  });

  it("sums columns of every width, and many rows in parts", () => {
    for (let width = 1; width <= 17; width++) {
      const rows = width === 17 ? 5000 : 5;
      const x = tf.tensor2d(
        Array.from({ length: rows * width }, (_, i) => i % 7),
        [rows, width],
      );
      const sums = Array.from({ length: width }, (_, j) =>
        Array.from({ length: rows }, (_, i) => (i * width + j) % 7).reduce((a, b) => a + b, 0),
      );
      expect([...tf.sum(x, 0).dataSync()]).toEqual(sums);
      expect(tf.sum(tf.reshape(x, [rows, 1, width]), [0, 1], true).shape).toEqual([1, 1, width]);
    }
  });
});
