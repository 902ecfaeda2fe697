import * as tf from "@hornbeam/kernels/tfjs";
import { expect, it } from "vitest";
import { type Compute, expectAgreement, floats, integers } from "../../testing/compare.ts";
import { describeVariants } from "../../testing/variants.ts";

const resizes = (name: "resizeBilinear" | "resizeNearestNeighbor", size: [number, number], centers: [boolean, boolean]): Compute =>
  (x) => tf.image[name](x as tf.Tensor4D, size, ...centers); // biome-ignore format: one line
const ways: readonly [boolean, boolean][] = [
  [false, false],
  [true, false],
  [false, true],
];

describeVariants("resizing", () => {
  it("makes images of every size from every size, with any number of channels", async () => {
    for (const name of ["resizeBilinear", "resizeNearestNeighbor"] as const) {
      for (const centers of ways) {
        for (let n = 1; n <= 17; n += 4) {
          const shape = [2, n, 18 - n, n % 7];
          const size: [number, number] = [((3 * n) % 17) + 1, n + 1];
          await expectAgreement(resizes(name, size, centers), [floats(shape)], { gradient: false });
        }
      }
    }
  });
  it("gives what the formula gives", () => {
    const x = tf.tensor4d([0, 4, 8, 20], [1, 2, 2, 1]);
    const wide = tf.image.resizeBilinear(x, [2, 4], false, true);
    expect([...wide.dataSync()]).toEqual([0, 1, 3, 4, 8, 11, 17, 20]);
    const near = tf.image.resizeNearestNeighbor(x, [3, 2], false, true);
    expect([...near.dataSync()]).toEqual([0, 4, 8, 20, 8, 20]); // the middle of the middle row is an edge: the lower pixel
    tf.dispose([x, wide, near]);
  });
  it("takes integers, and images without pixels", async () => {
    await expectAgreement(resizes("resizeBilinear", [3, 5], [false, true]), [integers([1, 2, 3, 2], 0, 255)], {
      gradient: false,
    });
    expect(tf.image.resizeNearestNeighbor(tf.zeros<tf.Rank.R4>([0, 2, 2, 3]), [4, 4]).shape).toEqual([0, 4, 4, 3]);
  });
  it("keeps what is no number where it is", () => {
    const x = tf.tensor4d([Number.NaN, 1, 2, Number.POSITIVE_INFINITY], [1, 1, 4, 1]);
    const near = tf.image.resizeNearestNeighbor(x, [1, 4], false, true);
    expect([...near.dataSync()]).toEqual([Number.NaN, 1, 2, Number.POSITIVE_INFINITY]);
    const mixed = tf.image.resizeBilinear(x, [1, 8], false, true);
    // Infinity less Infinity is no number, in TensorFlow too
    const { NaN: no } = Number;
    expect([...mixed.dataSync()]).toEqual([no, no, no, 1.25, 1.75, no, no, no]);
    tf.dispose([x, near, mixed]);
  });
});
