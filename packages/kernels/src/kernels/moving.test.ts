import * as tf from "@hornbeam/kernels/tfjs";
import { expect, it } from "vitest";
import { type Compute, expectAgreement, floats, integers, values } from "../../testing/compare.ts";
import { describeVariants } from "../../testing/variants.ts";

const shapes = [[7], [4, 5], [3, 1, 6], [2, 3, 4, 5], [2, 1, 3, 2, 4], [2, 3, 1, 2, 3, 2]] as const;
/** Every order of the axes of a shape. */
function orders(rank: number): number[][] {
  if (rank === 0) return [[]];
  return orders(rank - 1).flatMap((order) =>
    order
      .map((_, i) => i)
      .concat(rank - 1)
      .map((at) => order.toSpliced(at, 0, rank - 1)),
  );
}
const agree = (compute: Compute, shape: readonly number[], gradient = true) =>
  expectAgreement(compute, [floats(shape)], { gradient });

describeVariants("moving data by strides", () => {
  it("transposes in every order", async () => {
    for (const shape of shapes.slice(0, 5)) {
      for (const perm of orders(shape.length)) await agree((x) => tf.transpose(x, perm), shape, false);
    }
    for (const [m, n] of [[17, 33], [64, 100], [3, 70], [257, 4], [512, 8]] as const) await agree((x) => tf.transpose(x), [m, n]); // biome-ignore format: sizes
  });
  it("transposes every length to its end, of integers and bools too", async () => {
    for (let n = 0; n <= 17; n++) await agree((x) => tf.transpose(x), [n, 5], n > 0);
    await expectAgreement((x) => tf.transpose(x), [integers([5, 9], -5, 5)], { gradient: false });
    await expectAgreement((x) => tf.transpose(tf.greater(x, 0)), [floats([5, 9])], { gradient: false });
  });
  it("slices", async () => {
    for (const shape of shapes) {
      const begin = shape.map((size) => Math.floor(size / 3));
      await agree(
        (x) =>
          tf.slice(
            x,
            begin,
            shape.map((size, i) => size - begin[i]!),
          ),
        shape,
        shape.length < 5,
      );
      await agree((x) => tf.slice(x, begin), shape, false);
    }
    await expectAgreement((x) => tf.slice(x, [1, 2], [2, -1]), [integers([4, 5], 0, 9)], { gradient: false });
    expect(tf.slice(tf.zeros([3, 2]), [3, 0]).shape).toEqual([0, 2]);
  });
  it("refuses slices beyond the end", () => {
    expect(() => tf.slice(tf.zeros([3]), [2], [2])).toThrow("begin[0] + size[0] (4) would overflow input.shape[0] (3)");
  });
  it("tiles, as often as there are axes", async () => {
    for (const shape of shapes) {
      await agree(
        (x) =>
          tf.tile(
            x,
            shape.map((_, i) => (i % 2) + 1),
          ),
        shape,
        shape.length < 5,
      );
      await agree(
        (x) =>
          tf.tile(
            x,
            shape.map((_, i) => (i === 0 ? 3 : 1)),
          ),
        shape,
        shape.length < 5,
      );
    }
    await agree((x) => tf.tile(x, [0, 2]), [2, 3], false);
  });
  it("joins along every axis", async () => {
    for (const axis of [0, 1, 2]) {
      const other = [2, 3, 4].with(axis, 5);
      await expectAgreement(
        (a, b, c) => tf.concat([a, b, c], axis),
        [floats([2, 3, 4]), floats(other), floats([2, 3, 4].with(axis, 0))],
      );
    }
    await expectAgreement((a, b) => tf.concat([a, b], -1), [integers([2, 3], 0, 9), integers([2, 1], 0, 9)], {
      gradient: false,
    });
    await expectAgreement((a, b) => tf.stack([a, b], 1), [floats([4, 3]), floats([4, 3])]);
  });
  it("reverses, and pads with any number", async () => {
    await agree((x) => tf.reverse(x, [0, 2]), [3, 4, 5]);
    await expectAgreement((x) => tf.reverse(x, 0), [values([1, 0, 0], [3], "bool")], { gradient: false });
    await agree((x) => tf.pad(x, [[1, 2], [0, 3], [2, 0]], 1.5), [2, 3, 4]); // biome-ignore format: paddings
    await expectAgreement((x) => tf.pad(x, [[1, 1]], -3), [integers([3], 0, 9)], { gradient: false });
  });
  it("fills with the bits of a number", () => {
    expect([...tf.fill([3], -0).dataSync()].map((x) => Object.is(x, -0))).toEqual([true, true, true]);
    expect([...tf.fill([2], 7, "int32").dataSync()]).toEqual([7, 7]);
    expect([...tf.onesLike(tf.tensor1d([true, false], "bool")).dataSync()]).toEqual([1, 1]);
    expect(tf.zerosLike(tf.zeros([0, 3])).shape).toEqual([0, 3]);
    for (let n = 1; n <= 17; n++) expect([...tf.fill([n], 0.5).dataSync()]).toEqual(new Array(n).fill(0.5));
  });
  it("mirrors what lies beyond the ends, as the CPU backend does", async () => {
    for (const mode of ["reflect", "symmetric"] as const) {
      await agree((x) => tf.mirrorPad(x, [[2, 1], [0, 0], [1, 3]], mode), [3, 2, 4], false); // biome-ignore format: paddings
      await agree((x) => tf.mirrorPad(x, [[1, 1]], mode), [2], false);
      const bools = (x: tf.Tensor) => tf.mirrorPad(tf.greater(x, 0), [[1, 2], [2, 1]], mode); // biome-ignore format: paddings
      await agree(bools, [4, 3], false);
      for (let n = 2; n <= 17; n++) await agree((x) => tf.mirrorPad(x, [[n - 1, 1], [1, n - 1]], mode), [n, n], false); // biome-ignore format: paddings
    }
    expect([...tf.mirrorPad(tf.tensor1d([1, 2, 3], "int32"), [[2, 2]], "reflect").dataSync()]).toEqual([
      3, 2, 1, 2, 3, 2, 1,
    ]);
  });
});
