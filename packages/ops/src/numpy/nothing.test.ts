import { ready, type Tensor, toNDArray } from "@hornbeam/core";
import { grads as gradsOf } from "@hornbeam/kernels/tfjs";
import { beforeAll, describe, expect, it } from "@hornbeam/testing";
import * as ops from "../index.ts";

beforeAll(() => ready());

const empty = (...shape: number[]): Tensor => ops.zeros(shape);

describe("tensors without elements", () => {
  const { add, subtract, multiply, divide, divideNoNan, maximum, power, mod, hypot } = ops;
  for (const op of [add, subtract, multiply, divide, divideNoNan, maximum, power, mod, hypot]) {
    it(`give zeros as the gradient of what ${op.definition.className} repeats along an axis of size 0`, () => {
      const [a, b] = gradsOf((x, y) => op(x!, y!))([empty(2, 0), ops.ones([1, 1])]);
      expect(a!.shape).toEqual([2, 0]);
      expect(toNDArray(b!)).toMatchObject({ shape: [1, 1], data: Float32Array.of(0) });
    });
  }
  it("give zeros as the gradient of what is broadcast to them", () => {
    const [slope] = gradsOf((x) => ops.broadcastTo(x!, [0, 3]))([ops.ones([1, 3])]);
    expect([...slope!.dataSync()]).toEqual([0, 0, 0]);
  });
  it("sum to 0 in products", () => {
    expect(ops.dot(empty(0), empty(0))).toBeClose(0);
    expect(ops.dot(empty(2, 0), empty(0, 3))).toBeClose([
      [0, 0, 0],
      [0, 0, 0],
    ]);
    expect(ops.tensordot(empty(2, 0), empty(0, 1), { axes: 1 })).toBeClose([[0], [0]]);
    expect(ops.matmul(empty(2, 1, 0), empty(0, 2))).toBeClose([[[0, 0]], [[0, 0]]]);
  });
  it("have a softmax along any axis", () => {
    expect(ops.softmax(empty(2, 0), 0).shape).toEqual([2, 0]);
    expect(ops.logSoftmax(empty(0, 3), 0).shape).toEqual([0, 3]);
  });
  it("have no extremes", () => {
    expect(() => ops.argmax(empty(3, 0), 1)).toThrow(
      "Cannot call ops.argmax: the tensor must have elements to choose from, received shape [3, 0]",
    );
    expect(() => ops.amin(empty(0))).toThrow("Cannot call ops.amin: the tensor must have elements, received shape [0]");
    expect(ops.argmin(empty(0, 3), 1).shape).toEqual([0]);
  });
});
