import { KerasTensor, NDArray, toTensor, valueAndGrad } from "@hornbeam/core";
import { describe, expect, it } from "@hornbeam/testing";
import { countNonzero } from "./count-nonzero.ts";
import { argmax, argmin, max, min } from "./extremes.ts";
import { prod } from "./prod.ts";
import { all, any, logsumexp, mean, std, sum, variance } from "./reductions.ts";

const x = [
  [1, 2, 3],
  [4, 5, 9],
];
const none = NDArray.zeros([0, 2]);

describe("reductions", () => {
  it("take one axis, several, all of them, or none", () => {
    expect(sum(x)).toBeClose(24);
    expect(sum(x, 0)).toBeClose([5, 7, 12]);
    expect(sum(x, -1)).toBeClose([6, 18]);
    expect(sum(x, { axis: [0, 1], keepdims: true })).toBeClose([[24]]);
    expect(sum(x, [])).toBeClose(x);
  });

  it("compute mean, variance and deviation of the whole population", () => {
    expect(mean(x, 1)).toBeClose([2, 6]);
    expect(variance(x, 1)).toBeClose([2 / 3, 14 / 3]);
    expect(std(x, { axis: 1, keepdims: true })).toBeClose([[Math.sqrt(2 / 3)], [Math.sqrt(14 / 3)]]);
  });

  it("follow Keras' dtypes", () => {
    const ints = new NDArray(Int32Array.of(1, 2), [2]);
    expect(sum(ints).dtype).toBe("int32");
    expect(mean(ints)).toBeClose(1.5);
    expect(sum([true, true])).toBeClose(2);
    expect(sum(new KerasTensor([2], "uint8")).dtype).toBe("uint32");
    expect(mean(new KerasTensor([2], "int32")).dtype).toBe("float32");
  });

  it("find extremes, where they stand, and the first where several tie", () => {
    expect(max(x, 0)).toBeClose([4, 5, 9]);
    expect(min(x, { axis: 1, keepdims: true })).toBeClose([[1], [4]]);
    expect(
      argmax(
        [
          [1, 3, 3],
          [2, 2, 1],
        ],
        1,
      ),
    ).toBeClose([1, 0]);
    expect(argmin(x)).toBeClose(0);
    expect(argmax(x, { axis: 0, keepdims: true })).toBeClose([[1, 1, 1]]);
    expect(max(x, { initial: 100 })).toBeClose(100);
  });

  it("share the gradient among elements that tie, as TensorFlow does", () => {
    const tied = toTensor([2, 1, 2]);
    const { grads } = valueAndGrad(() => max(tied), [tied]);
    expect(grads[0]).toBeClose([0.5, 0, 0.5]);
  });

  it("know what nothing adds up to", () => {
    expect(sum(none, 0)).toBeClose([0, 0]);
    expect(mean(none, 0)).toBeClose([NaN, NaN]);
    expect(prod(none)).toBeClose(1);
    expect(all(none)).toBeClose(1);
    expect(any(none)).toBeClose(0);
    expect(() => max(none)).toThrow(
      "Cannot call ops.max: the tensor must have elements, or `initial` be given, received shape [0, 2]",
    );
  });

  it("add exponentials without overflow", () => {
    expect(logsumexp([1000, 1000])).toBeClose(1000 + Math.LN2);
    expect(logsumexp(x, 1)).toBeClose([3.4076059, 9.024757]);
  });

  it("count what is not zero", () => {
    expect(
      countNonzero(
        [
          [0, 1],
          [2, 3],
        ],
        0,
      ),
    ).toBeClose([1, 2]);
  });

  it("infer shapes, also where sizes are not known", () => {
    expect(sum(new KerasTensor([null, 3, 4]), [0, -1]).shape).toEqual([3]);
    expect(mean(new KerasTensor([null, 3]), { axis: 0, keepdims: true }).shape).toEqual([1, 3]);
    expect(argmax(new KerasTensor([null, 3]), -1)).toMatchObject({ shape: [null], dtype: "int32" });
  });

  it("refuse axes that there are not, or that are named twice", () => {
    expect(() => sum(x, 2)).toThrow("Cannot call ops.sum: `axis` must be in [-2, 2), received 2");
    expect(() => sum(x, [0, -2])).toThrow("Cannot call ops.sum: `axis` must name each axis once, received [0, -2]");
  });
});
