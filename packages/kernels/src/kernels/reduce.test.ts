import * as tf from "@hornbeam/kernels/tfjs";
import { expect, it } from "vitest";
import { expectAgreement, floats, integers, values } from "../../testing/compare.ts";
import { describeVariants } from "../../testing/variants.ts";

const reductions = { sum: tf.sum, mean: tf.mean, max: tf.max, min: tf.min, prod: tf.prod };
const places = { argMax: tf.argMax, argMin: tf.argMin };
/** Every choice of axes of a rank. */
const choices = (rank: number): number[][] =>
  Array.from({ length: 2 ** rank }, (_, bits) =>
    Array.from({ length: rank }, (_, i) => i).filter((i) => bits & (1 << i)),
  );

describeVariants("reductions", () => {
  it.each(Object.entries(reductions))("%s goes over any axes", async (name, reduce) => {
    for (const shape of [[4], [3, 5], [2, 17, 3], [2, 3, 4, 5], [3, 2, 33, 2]]) {
      for (const axes of choices(shape.length)) {
        const gradient = axes.length === 1 && name !== "prod";
        await expectAgreement((x) => reduce(x, axes), [floats(shape, 0.5, 1.5)], { gradient });
        await expectAgreement((x) => reduce(x, axes, true), [floats(shape, 0.5, 1.5)], { gradient: false });
      }
    }
  });
  it.each(Object.entries(reductions))("%s does every length and width to its end", async (name, reduce) => {
    for (let n = 0; n <= 18; n++) {
      if (n === 0 && ["mean", "max", "min"].includes(name)) continue; // the CPU backend reads beyond the end
      await expectAgreement((x) => reduce(x, 1), [floats([2, n], 0.5, 1.5)], { gradient: false });
      await expectAgreement((x) => reduce(x, 1), [floats([2, 3, n], 0.5, 1.5)], { gradient: false });
    }
    for (const shape of [[5000], [2, 300, 40], [4097, 3]]) await expectAgreement((x) => reduce(x, shape.length - 1), [floats(shape, 0.99, 1.01)], { gradient: false }); // biome-ignore format: sizes
  });
  it.each(Object.entries(reductions).filter(([name]) => name !== "mean"))("%s takes integers", async (_, reduce) => {
    for (const axes of choices(3))
      await expectAgreement((x) => reduce(x, axes), [integers([2, 5, 3], -3, 4)], { gradient: false });
  });
  it.each(Object.entries(places))("%s finds the first of equals", async (_, find) => {
    for (const axis of [0, 1, 2]) {
      await expectAgreement((x) => find(x, axis), [integers([3, 4, 5], 0, 3)], { gradient: false });
      await expectAgreement((x) => find(x, axis), [floats([3, 4, 5])], { gradient: false });
    }
  });
  it.each(Object.entries(places))("%s does every length and width to its end, NaN too", async (_, find) => {
    const alone = { gradient: false };
    for (let n = 1; n <= 18; n++) {
      await expectAgreement((x) => find(x, 1), [integers([4, n], 0, 3)], alone);
      await expectAgreement((x) => find(x, 1), [floats([4, n])], alone);
      await expectAgreement((x) => find(x, 1), [integers([2, 5, n], 0, 3)], alone);
      await expectAgreement((x) => find(x, 1), [floats([2, 5, n])], alone);
      for (let at = 0; at < n; at++) {
        const given = Array.from({ length: n }, (_each, i) => (i === at ? Number.NaN : (i * 5) % 7));
        await expectAgreement((x) => [find(x, 0), find(tf.reshape(x, [n, 1]), 0)], [values(given)], alone);
      }
    }
  });
  it("asks bools of every length and width", async () => {
    for (let n = 1; n <= 35; n++) {
      const bools = values(Array.from({ length: 6 * n }, (_, i) => Number((i * 11) % 17 > 1 || i < n)), [3, 2, n], "bool"); // biome-ignore format: numbers
      for (const axis of [0, 1, 2]) {
        await expectAgreement((x) => [tf.all(x, axis), tf.any(x, axis), tf.any(tf.logicalNot(x), axis)], [bools], {
          gradient: false,
        });
      }
    }
  });
  it("asks of bools whether all or any hold", async () => {
    const bools = values([1, 1, 1, 0, 0, 0, 1, 0, 1, 1, 1, 1], [2, 3, 2], "bool");
    for (const axes of choices(3)) {
      await expectAgreement((x) => [tf.all(x, axes), tf.any(x, axes)], [bools], { gradient: false });
    }
  });
  it("lets NaN and infinities through", async () => {
    const rows = [[1, Number.NaN, 2], [Number.POSITIVE_INFINITY, 1, 0], [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, 0], [-0, 0, -0]]; // biome-ignore format: a matrix
    const x = values(rows.flat(), [4, 3]);
    for (const reduce of Object.values(reductions)) {
      await expectAgreement((t) => reduce(t, 1), [x], { gradient: false });
      await expectAgreement((t) => reduce(t, 0), [x], { gradient: false });
    }
  });
  it("adds up a million ones and more without losing any", () => {
    expect(tf.sum(tf.ones([20_000_000])).dataSync()[0]).toBe(20_000_000);
    expect(tf.mean(tf.fill([3_000_000], 0.1)).dataSync()[0]).toBeCloseTo(0.1, 6);
  });
});

describeVariants("Select", () => {
  it("chooses numbers, integers and bools, one by one or by rows", async () => {
    for (let n = 0; n <= 35; n++) {
      const condition = values(Array.from({ length: n }, (_, i) => (i * 7) % 3 % 2), [n], "bool"); // biome-ignore format: numbers
      await expectAgreement((c, a, b) => tf.where(c, a, b), [condition, floats([n], 0, 1, 1), floats([n], 0, 1, 2)], {
        gradient: n > 0,
      });
      await expectAgreement(
        (c, a, b) => tf.where(c, a, b),
        [condition, integers([n], 0, 9, 1), integers([n], 0, 9, 2)],
        { gradient: false },
      );
      await expectAgreement((c) => tf.where(c, tf.logicalNot(c), c), [condition], { gradient: false });
    }
    const [condition, t, e] = [tf.tensor1d([true, false], "bool"), tf.tensor2d([[1, 2], [3, 4]]), tf.tensor2d([[5, 6], [7, 8]])]; // biome-ignore format: matrices
    const chosen = tf.engine().runKernel("Select", { condition, t, e }) as tf.Tensor;
    expect([...chosen.dataSync()]).toEqual([1, 2, 7, 8]);
  });
});
