import { KerasTensor, NDArray, toTensor, valueAndGrad } from "@hornbeam/core";
import { describe, expect, it } from "@hornbeam/testing";
import { sum } from "../numpy/reductions.ts";
import { elu, gelu, hardSigmoid, leakyRelu, logSigmoid, relu, relu6, softplus } from "./activations.ts";
import { softShrink, threshold } from "./shrinkage.ts";
import { logSoftmax, softmax } from "./softmax.ts";
import { glu, sparsemax } from "./sparse.ts";

describe("activations", () => {
  it("rectify", () => {
    expect(relu([-1, 0, 2])).toBeClose([0, 0, 2]);
    expect(relu(new NDArray(Int32Array.of(-1, 2), [2])).dtype).toBe("int32");
    expect(relu6([NaN, 7])).toBeClose([NaN, 6]);
    expect(leakyRelu([-1, 2], { negativeSlope: 0.5 })).toBeClose([-0.5, 2]);
    expect(elu([-1, 2], { alpha: 2 })).toBeClose([2 * Math.expm1(-1), 2]);
    expect(threshold([1, 3], 2, -1)).toBeClose([-1, 3]);
    expect(threshold(new NDArray(Int32Array.of(1, 3), [2]), 2, -1).dtype).toBe("int32");
    expect(softShrink([-2, 0.1, 2], { threshold: 1 })).toBeClose([-1, 0, 1]);
  });

  it("stay finite far out", () => {
    expect(softplus([-1000, 1000])).toBeClose([0, 1000]);
    expect(logSigmoid([-1000, 1000])).toBeClose([-1000, 0]);
    expect(softmax([1000, 1000])).toBeClose([0.5, 0.5]);
    expect(logSoftmax([0, -1000])).toBeClose([0, -1000]);
    expect(hardSigmoid([-10, 0, 10])).toBeClose([0, 0.5, 1]);
  });

  it("have the slopes that Keras has at their kinks", () => {
    const slope = (f: typeof relu, at: number): unknown => {
      const x = toTensor([at]);
      return valueAndGrad(() => sum(f(x)), [x]).grads[0];
    };
    expect(slope(relu, 0)).toBeClose([0]);
    expect(slope(softplus, 0)).toBeClose([0.5]);
    expect(slope(relu, NaN)).toBeClose([0]);
  });

  it("go over any axes", () => {
    expect(
      softmax(
        [
          [0, 0],
          [0, 0],
        ],
        0,
      ),
    ).toBeClose([
      [0.5, 0.5],
      [0.5, 0.5],
    ]);
    expect(
      softmax(
        [
          [0, 0],
          [0, 0],
        ],
        [0, 1],
      ),
    ).toBeClose([
      [0.25, 0.25],
      [0.25, 0.25],
    ]);
    expect(softmax([[0, 0]], { axis: null })).toBeClose([[0.5, 0.5]]);
    expect(
      glu(
        [
          [1, 2],
          [0, 0],
        ],
        0,
      ),
    ).toBeClose([[0.5, 1]]);
    expect(() => glu([1, 2, 3])).toThrow("Cannot call ops.glu: axis 0 must be divisible by 2, received shape [3]");
    expect(sparsemax([3, 0])).toBeClose([1, 0]);
  });

  it("know both forms of gelu", () => {
    expect(gelu([1], { approximate: false })).toBeClose([0.8413447]);
    expect(gelu([1])).toBeClose([0.841192]);
  });

  it("keep symbolic shapes", () => {
    expect(softmax(new KerasTensor([null, 3])).shape).toEqual([null, 3]);
    expect(gelu(new KerasTensor([null], "int32")).dtype).toBe("float32");
  });
});
