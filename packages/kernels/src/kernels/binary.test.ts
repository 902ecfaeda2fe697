import * as tf from "@hornbeam/kernels/tfjs";
import { expect, it } from "vitest";
import { expectAgreement, floats, integers, values } from "../../testing/compare.ts";
import { describeVariants } from "../../testing/variants.ts";
import { mergeAxes } from "./axes.ts";

const arithmetic = {
  add: tf.add,
  sub: tf.sub,
  mul: tf.mul,
  div: tf.div,
  maximum: tf.maximum,
  minimum: tf.minimum,
  squaredDifference: tf.squaredDifference,
};
const comparisons = {
  equal: tf.equal,
  notEqual: tf.notEqual,
  less: tf.less,
  lessEqual: tf.lessEqual,
  greater: tf.greater,
  greaterEqual: tf.greaterEqual,
};
const ops = Object.entries({ ...arithmetic, ...comparisons });
const broadcasts: [number[], number[]][] = [
  [[], []],
  [[3], []],
  [[], [2, 3]],
  [[4, 5], [5]],
  [[4, 1], [4, 5]],
  [[2, 1, 5], [3, 1]],
  [[2, 3, 1, 4], [2, 1, 5, 4]],
  [[1, 2, 1, 3, 1, 2], [2, 1, 3, 1, 2, 1]],
  [[0, 3], [1, 3]],
  [[9000], [9000]],
  [[2, 9001], []],
]; // biome-ignore format: pairs of shapes

describeVariants("element-wise operations", () => {
  it.each(ops)("%s broadcasts", async (name, op) => {
    for (const [a, b] of broadcasts) {
      const inputs = [floats(a, -1, 1, 1), floats(b, 0.5, 2, 2)];
      await expectAgreement((x, y) => op(x, y), inputs, {
        gradient: name in arithmetic && a.length < 4 && !a.includes(0),
      });
    }
  });
  it.each(ops)("%s does every length to its end", async (_, op) => {
    for (let n = 0; n <= 17; n++) {
      const shapes = [[floats([n]), floats([n], 0.5, 2, 3)], [floats([n]), floats([], 0.5, 2, 3)], [floats([3, 1]), floats([n], 0.5, 2)]]; // biome-ignore format: cases
      for (const inputs of shapes) await expectAgreement((x, y) => op(x, y), inputs, { gradient: false });
    }
  });
  it.each(ops.filter(([name]) => name !== "div"))("%s takes integers", async (_, op) => {
    const inputs = [integers([3, 7], -4, 4, 1), integers([7], -4, 4, 2)];
    await expectAgreement((x, y) => op(x, y), inputs, { gradient: false });
  });
  it("wraps integers around", () => {
    const most = tf.tensor1d([2 ** 31 - 1, -(2 ** 31)], "int32");
    expect([...tf.add(most, tf.scalar(1, "int32")).dataSync()]).toEqual([-(2 ** 31), -(2 ** 31) + 1]);
    expect([...tf.mul(most, tf.scalar(2, "int32")).dataSync()]).toEqual([-2, 0]);
  });
  it.each(ops)("%s keeps to IEEE 754 at its edges", async (_, op) => {
    const edges = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -0, 1];
    const all = edges.flatMap((a) => edges.map((b) => [a, b] as const));
    const inputs = [values(all.map(([a]) => a)), values(all.map(([, b]) => b))];
    await expectAgreement((x, y) => op(x, y), inputs, { gradient: false });
  });
});

it("merges axes that every operand walks through in one go", () => {
  const contiguous = { size: 4, steps: [6, 6] };
  expect(mergeAxes([contiguous, { size: 1, steps: [9, 9] }, { size: 6, steps: [1, 1] }])).toEqual([
    { size: 24, steps: [1, 1] },
  ]);
  const repeated = [{ size: 4, steps: [6, 0] }, { size: 6, steps: [1, 1] }]; // biome-ignore format: two axes
  expect(mergeAxes(repeated)).toEqual(repeated);
});
