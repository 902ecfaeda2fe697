import * as tf from "@hornbeam/kernels/tfjs";
import { expect, it } from "vitest";
import { describeVariants } from "../../testing/variants.ts";
import { drawIntegers, drawNormal, drawUniform } from "./draw.ts";
import { integersOnHost, normalOnHost, uniformOnHost } from "./host-draws.ts";

const keys = [
  [0, 0],
  [-1, -1],
  [0x13198a2e, 0x03707344],
] as const;
const keyOf = (words: readonly number[]) => tf.tensor1d([...words], "int32");
const read = (make: () => tf.Tensor) => [...tf.tidy(() => make().dataSync())];

describeVariants("random numbers", () => {
  it("are those of the host, bit by bit, for 0 to 17 and for many", () => {
    const uniform = { low: 0, range: 1, end: 1, below: 1 - 2 ** -24 };
    const normal = { mean: 0.25, deviation: 3, start: 0, range: 1 };
    for (const words of keys) {
      const key = keyOf(words);
      for (const count of [...Array(18).keys(), 5000]) {
        expect(read(() => drawUniform(key, [count]))).toEqual([...uniformOnHost(count, words, uniform)]);
        expect(read(() => drawNormal(key, [count], { mean: 0.25, deviation: 3 }))).toEqual([
          ...normalOnHost(count, words, normal),
        ]);
        for (const range of [1, 6, 2 ** 31 + 12345, 2 ** 32])
          expect(read(() => drawIntegers(key, [count], { low: -(2 ** 31), range }))).toEqual([
            ...integersOnHost(count, words, { low: -(2 ** 31), range }),
          ]);
      }
      key.dispose();
    }
  });
  it("follow the whole normal distribution, far into its tails", () => {
    const key = keyOf([1, 2]);
    // shares of 1e-9 and less have their quantile by the last formula
    for (const shares of [
      [0, 1],
      [0, 1e-9],
      [1 - 1e-9, 1],
      [0.02275013194817921, 1 - 0.02275013194817921],
    ] as const) {
      const given = { mean: 0, deviation: 1, start: shares[0], range: shares[1] - shares[0] };
      expect(read(() => drawNormal(key, [4096], { shares }))).toEqual([...normalOnHost(4096, [1, 2], given)]);
    }
    key.dispose();
  });
  it("never reach the upper end of a range, unless float32 has no number below it", () => {
    const key = keyOf([3, 4]);
    // 1 and the number after it: about half of the shares round up to the end
    expect(new Set(read(() => drawUniform(key, [1000], { low: 1, end: 1 + 2 ** -23 })))).toEqual(new Set([1]));
    expect(new Set(read(() => drawUniform(key, [1000], { low: 5, end: 5 })))).toEqual(new Set([5]));
    expect(Math.max(...read(() => drawUniform(key, [1000], { low: -1, end: 0 })))).toBeLessThan(0);
    key.dispose();
  });
  it("become floats and truth values where asked", () => {
    const key = keyOf([0, 0]);
    expect(read(() => drawIntegers(key, [3], { low: 5, range: 10, dtype: "float32" }))).toEqual([9, 11, 8]);
    expect(read(() => drawIntegers(key, [4], { low: 0, range: 2, dtype: "bool" }))).toEqual([0, 1, 0, 1]);
    key.dispose();
  });
  it("leave no tensor behind", () => {
    const key = keyOf([0, 0]);
    const before = tf.memory().numTensors;
    drawIntegers(key, [4], { low: 0, range: 2, dtype: "bool" }).dispose();
    drawUniform(key, [2, 0, 3]).dispose();
    expect(tf.memory().numTensors).toBe(before);
    key.dispose();
  });
});
