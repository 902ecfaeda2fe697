import { KerasTensor, memory, type NDArray, type Tensor, tidy, toNDArray, valueAndGrad } from "@hornbeam/core";
import { describe, expect, it } from "@hornbeam/testing";
import { numbers } from "../../testing/check-gradient.ts";
import * as ops from "../index.ts";

/** How often a function is called, and that it gives what `map` gives. */
function compare(f: (x: Tensor) => unknown, x: NDArray): number {
  let calls = 0;
  tidy(() => {
    const counted = (slice: Tensor): unknown => {
      calls++;
      return f(slice);
    };
    const wanted = [ops.map(f as never, x as never)].flat() as Tensor[];
    calls = 0;
    const found = [ops.vectorizedMap(counted as never, x as never)].flat() as Tensor[];
    found.forEach((each, k) => {
      expect(each.dtype).toBe(wanted[k]!.dtype);
      expect(each).toBeClose(toNDArray(wanted[k]!), { atol: 1e-5 });
    });
  });
  return calls;
}

const matrices = numbers([3, 2, 4]);
const vectors = numbers([3, 4], 0.2, 2);
const scalars = numbers([3], 0.2, 2);
const matrix = numbers([4, 5]);

const functions: readonly (readonly [string, (x: Tensor) => unknown, NDArray])[] = [
  ["an op of one tensor", (x) => ops.exp(x), matrices],
  ["broadcasting with a constant of the same rank", (x) => ops.add(x, [1, 2, 3, 4]), vectors],
  ["broadcasting of lower ranks", (x) => ops.multiply(ops.mean(x, 0), x), matrices],
  ["broadcasting against a constant of higher rank", (x) => ops.subtract(matrix, ops.expandDims(x, 1)), vectors],
  ["scalars", (x) => ops.divide(ops.add(x, 1), [1, 2]), scalars],
  ["where", (x) => ops.where(ops.greater(x, 1), x, 0), vectors],
  ["a reduction of all axes", (x) => ops.sum(x), matrices],
  ["reductions of some axes", (x) => [ops.max(x, -1), ops.std(x, { axis: [0, 1], keepdims: true })], matrices],
  ["argmax of vectors", (x) => ops.argmax(x), vectors],
  ["argmax of matrices, flattened", (x) => ops.argmax(x), matrices],
  ["softmax", (x) => ops.softmax(x, 0), matrices],
  ["a cumulative sum", (x) => ops.cumsum(x, { axis: 0 }), matrices],
  ["products of matrices", (x) => ops.matmul(x, matrix), matrices],
  ["products with a matrix before", (x) => ops.matmul(numbers([5, 2]), x), matrices],
  ["products of vectors and matrices", (x) => ops.matmul(x, matrix), vectors],
  ["products with vectors behind", (x) => ops.matmul(numbers([5, 4]), x), vectors],
  ["products of vectors", (x) => ops.matmul(x, ops.sin(x)), vectors],
  ["products with the same vector", (x) => ops.matmul(x, [1, 2, 3, 4]), vectors],
  ["new shapes", (x) => ops.reshape(ops.transpose(x), [2, -1]), matrices],
  ["flattening and joining", (x) => ops.concatenate([ops.ravel(x), [7, 8]]), matrices],
  ["stacking", (x) => ops.stack([x, ops.zeros([4])], { axis: -1 }), vectors],
  ["linear algebra", (x) => ops.inv(ops.add(ops.matmul(x, ops.transpose(x)), ops.eye(2))), matrices],
  ["squeezed axes", (x) => ops.squeeze(ops.expandDims(x, 0)), vectors],
  ["an op without a rule", (x) => ops.getItem(x, [1, new ops.Slice(0, 2)]), matrices],
  ["another op without a rule", (x) => ops.einsum("ij,kj->ik", x, x), matrices],
  ["an op on a list", (x) => ops.vstack([x, x]), matrices],
  ["a result that is the same for all", () => ops.ones([2]), vectors],
  ["an argument that is not the first", (x) => ops.power(2, x), scalars],
];

describe("vectorizedMap", () => {
  for (const [title, f, x] of functions) {
    it(`calls a function once: ${title}`, () => {
      expect(compare(f, x)).toBe(1);
    });
  }

  it("calls a function that reads numbers for each slice", () => {
    const f = (x: Tensor): Tensor => ops.multiply(x, toNDArray(x).shape.length);
    expect(compare(f, vectors)).toBe(4);
    const branching = (x: Tensor): Tensor =>
      ops.cond(
        ops.greater(ops.sum(x), 3),
        () => ops.negative(x),
        () => x,
      );
    expect(compare(branching, vectors)).toBe(4);
  });

  it("takes and gives structures", () => {
    const { both, first } = ops.vectorizedMap(
      (x) => ({ both: ops.add(x[0], x[1]), first: ops.sum(x[0]) }),
      [
        ops.tensor([
          [1, 2],
          [3, 4],
        ]),
        ops.tensor([10, 20]),
      ],
    );
    expect(both).toBeClose([
      [11, 12],
      [23, 24],
    ]);
    expect(first).toBeClose([3, 7]);
  });

  it("passes gradients through, and frees what it made", () => {
    const x = ops.tensor([
      [1, 2],
      [3, 4],
    ]);
    const before = memory().numTensors;
    const { grads, value } = valueAndGrad(() => ops.sum(ops.vectorizedMap((one) => ops.prod(one), x)), [x]);
    expect(grads[0]!).toBeClose([
      [2, 1],
      [4, 3],
    ]);
    expect(value).toBeClose(14);
    expect(memory().numTensors - before).toBe(2);
  });

  it("says what is wrong with the function, and knows its shapes", () => {
    expect(() => ops.vectorizedMap((x) => ops.matmul(x, ops.ones([9, 9])), matrices)).toThrow("Cannot call ops.matmul");
    expect(ops.vectorizedMap((x) => ops.sum(x), new KerasTensor([null, 3])).shape).toEqual([null]);
    expect(ops.vectorizedMap((x) => ops.sum(x, 0), ops.zeros([0, 2, 5])).shape).toEqual([0, 5]);
  });
});
