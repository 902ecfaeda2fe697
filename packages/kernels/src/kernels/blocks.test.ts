import * as tf from "@hornbeam/kernels/tfjs";
import { expect, it } from "vitest";
import { expectAgreement, floats, integers } from "../../testing/compare.ts";
import { describeVariants } from "../../testing/variants.ts";

describeVariants("blocks of pixels", () => {
  it("become images of a batch, with padding", async () => {
    const paddings = [[0, 1], [2, 0]]; // biome-ignore format: pairs
    for (const x of [floats([2, 5, 4, 3]), integers([1, 3, 4], 0, 9)]) {
      await expectAgreement((t) => tf.spaceToBatchND(t, [2, 3], paddings), [x], { gradient: x.dtype === "float32" });
    }
    const y = tf.spaceToBatchND(tf.tensor4d([1, 2, 3, 4], [1, 2, 2, 1]), [2, 2], [[0, 0], [0, 0]]); // biome-ignore format: pairs
    expect([y.shape, [...y.dataSync()]]).toEqual([[4, 1, 1, 1], [1, 2, 3, 4]]); // biome-ignore format: pairs
  });

  it("come from images of a batch, cropped", async () => {
    const crops = [[1, 0], [0, 2]]; // biome-ignore format: pairs
    for (const x of [floats([12, 2, 3, 2]), integers([6, 2, 2], 0, 9)]) {
      await expectAgreement((t) => tf.batchToSpaceND(t, [2, 3], crops), [x], { gradient: x.dtype === "float32" });
    }
  });

  it("come from channels", async () => {
    await expectAgreement((t) => tf.depthToSpace(t as tf.Tensor4D, 2), [floats([2, 3, 2, 8])], { gradient: false });
    const x = tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8], [1, 1, 2, 4]);
    expect(tf.depthToSpace(x, 2).dataSync()).toEqual(Float32Array.of(1, 2, 5, 6, 3, 4, 7, 8));
    const first = tf.depthToSpace(tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8], [1, 8, 1, 1]), 2, "NCHW");
    expect([first.shape, [...first.dataSync()]]).toEqual([[1, 2, 2, 2], [1, 3, 5, 7, 2, 4, 6, 8]]); // biome-ignore format: pairs
  });
});
