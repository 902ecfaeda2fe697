import * as tf from "@hornbeam/kernels/tfjs";
import { expect, it } from "vitest";
import { expectAgreement, floats, integers, sequence, values } from "../../testing/compare.ts";
import { describeVariants } from "../../testing/variants.ts";

/** Rows of indices that lie in a shape. */
function indicesOf(count: number, sizes: readonly number[]): tf.Tensor {
  const next = sequence(count + 7);
  const rows = Array.from({ length: count }, () => sizes.map((size) => Math.floor(next() * size)));
  return tf.tensor2d(rows.flat(), [count, sizes.length], "int32");
}

describeVariants("slices by their place", () => {
  it("are read and written as the CPU backend does it, for every depth and number of places", async () => {
    const shape = [3, 4, 2, 5, 2, 3];
    for (let depth = 1; depth <= 6; depth++) {
      for (const count of [0, 1, 5, 17]) {
        const [sizes, inner] = [shape.slice(0, depth), shape.slice(depth)];
        const read = (x: tf.Tensor) => tf.gatherND(x, indicesOf(count, sizes));
        await expectAgreement(read, [floats(shape)], { gradient: count > 0 });
        const write = (x: tf.Tensor) => tf.scatterND(indicesOf(count, sizes) as tf.Tensor2D, x, shape as never);
        await expectAgreement(write, [floats([count, ...inner])], { gradient: count > 0 });
        await expectAgreement(write, [integers([count, ...inner], -9, 9)], { gradient: false });
      }
    }
  });
  it("take what is written last, and add what is written twice in its order", () => {
    const ids = tf.tensor2d([[2], [0], [2]], [3, 1], "int32");
    const updates = tf.tensor2d([1, 2, 3, 4, 5, Number.NaN], [3, 2]);
    const old = tf.tensor2d([9, 8, 7, 6, 5, 4], [3, 2]);
    expect([...tf.tensorScatterUpdate(old, ids, updates).dataSync()]).toEqual([3, 4, 7, 6, 5, Number.NaN]);
    expect([...tf.scatterND(ids, updates, [3, 2]).dataSync()]).toEqual([3, 4, 0, 0, 6, Number.NaN]);
    expect([...old.dataSync()]).toEqual([9, 8, 7, 6, 5, 4]);
    const big = tf.tensor1d([1e8, 1, -1e8, 1]);
    const same = tf.tensor2d([[1], [1], [1], [1]], [4, 1], "int32");
    expect([...tf.scatterND(same, big, [2]).dataSync()]).toEqual([0, 1]); // the second is lost in 1e8, the last is not
    tf.dispose([ids, updates, old, big, same]);
  });
  it("are refused outside, and no memory is touched", () => {
    const message = "Cannot find slices by their place: indices must lie in the shape [2, 3]";
    const x = tf.ones([2, 3]);
    for (const place of [[0, 3], [2, 0], [-1, 2], [0, -1]]) {
      const ids = tf.tensor2d([[1, 1], place], [2, 2], "int32");
      expect(() => tf.gatherND(x, ids)).toThrow(message);
      expect(() => tf.scatterND(ids, tf.ones([2]), [2, 3])).toThrow(message);
      expect(() => tf.tensorScatterUpdate(x, ids, tf.ones([2]))).toThrow(message);
      ids.dispose();
    }
    const many = tf.concat([tf.zeros([1000, 2], "int32"), tf.tensor2d([[0, 3]], [1, 2], "int32")]);
    expect(() => tf.gatherND(x, many)).toThrow(message);
    tf.dispose([x, many]);
  }); // biome-ignore format: a list
});

describeVariants("counting", () => {
  it("marks one place in each row, or none", async () => {
    for (let depth = 2; depth <= 17; depth++) {
      const ids = values([0, depth - 1, -1, depth, 2 ** 31 - 1, -(2 ** 31), depth >> 1], [7], "int32");
      for (const type of ["float32", "int32"] as const)
        await expectAgreement((x) => tf.oneHot(x as tf.Tensor1D, depth, 5, -2, type), [ids], { gradient: false });
    }
    const bools = tf.oneHot(tf.tensor1d([1, 7], "int32"), 3, 1, 0, "bool");
    expect([bools.dtype, ...bools.dataSync()]).toEqual(["bool", 0, 1, 0, 0, 0, 0]);
    expect(tf.oneHot(tf.tensor1d([], "int32"), 4).shape).toEqual([0, 4]);
  });
  it("counts, weighs and marks the numbers of each row", async () => {
    for (let n = 0; n <= 17; n++) {
      const ids = integers([3, n], 0, 7, n);
      const none = () => tf.zeros([0]) as tf.Tensor as tf.Tensor2D;
      for (const marks of [false, true]) {
        const count = (x: tf.Tensor, w?: tf.Tensor) => tf.denseBincount(x as tf.Tensor2D, (w ?? none()) as tf.Tensor2D, 6, marks);
        const wanted = [0, 1, 2].flatMap((row) => {
          const own = [...ids.data.slice(row * n, row * n + n)];
          return [0, 1, 2, 3, 4, 5].map((id) => Math.min(own.filter((one) => one === id).length, marks ? 1 : n));
        });
        expect([...tf.tidy(() => count(tf.tensor2d(ids.data, [3, n], "int32"))).dataSync()]).toEqual(wanted);
      }
      if (n === 0) continue;
      await expectAgreement((x, w) => tf.denseBincount(x as tf.Tensor2D, w as tf.Tensor2D, 8), [ids, floats([3, n])], { gradient: false });
      await expectAgreement((x, w) => tf.bincount(x as tf.Tensor1D, w as tf.Tensor1D, 8), [integers([n], 0, 8), floats([n])], { gradient: false });
    }
    const x = tf.tensor1d([3, -1, 0, 3, 4, 2 ** 31 - 1], "int32");
    const counts = tf.denseBincount(x, tf.tensor1d([], "int32"), 4);
    expect([counts.dtype, ...counts.dataSync()]).toEqual(["int32", 1, 0, 0, 2]);
  }); // biome-ignore format: lines
});
