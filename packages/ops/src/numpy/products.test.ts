import { KerasTensor, NDArray } from "@hornbeam/core";
import { describe, expect, it } from "@hornbeam/testing";
import { einsum } from "./einsum.ts";
import { matmul } from "./matmul.ts";
import { dot, tensordot } from "./tensordot.ts";

const a = [
  [1, 2],
  [3, 4],
];

describe("matmul", () => {
  it("multiplies matrices, vectors and batches", () => {
    expect(matmul(a, [[5], [6]])).toBeClose([[17], [39]]);
    expect(matmul([1, 1], a)).toBeClose([4, 6]);
    expect(matmul(a, [1, 1])).toBeClose([3, 7]);
    expect(matmul([1, 2], [3, 4])).toBeClose(11);
    expect(matmul([a, a], [[[1], [0]]])).toBeClose([
      [[1], [3]],
      [[1], [3]],
    ]);
  });

  it("gives integers of integers", () => {
    const ints = new NDArray(Int32Array.of(1, 2, 3, 4), [2, 2]);
    expect(matmul(ints, ints).dtype).toBe("int32");
    expect(matmul(ints, ints)).toBeClose([
      [7, 10],
      [15, 22],
    ]);
  });

  it("infers shapes and refuses what does not fit", () => {
    expect(matmul(new KerasTensor([null, 1, 2, 3]), new KerasTensor([4, 3, 5])).shape).toEqual([null, 4, 2, 5]);
    expect(() => matmul([[1, 2, 3]], [[1], [2]])).toThrow(
      "Cannot call ops.matmul: inner sizes must be equal, x1's last is 3 and x2's last but one 2, received shape [[1, 3], [2, 1]]",
    );
    expect(() => matmul(2, a)).toThrow(
      "both tensors must have an axis, received shape [[], [2, 2]]\nUse `multiply` for scalars.",
    );
  });
});

describe("tensordot and dot", () => {
  it("sum over pairs of axes", () => {
    expect(tensordot(a, a)).toBeClose(30);
    expect(tensordot(a, a, { axes: [[0], [0]] })).toBeClose([
      [10, 14],
      [14, 20],
    ]);
    expect(dot(a, a)).toBeClose([
      [7, 10],
      [15, 22],
    ]);
    expect(dot(2, [1, 2])).toBeClose([2, 4]);
    expect(dot(new KerasTensor([null, 2, 3]), new KerasTensor([4, 3, 5])).shape).toEqual([null, 2, 4, 5]);
    expect(() => tensordot(a, [[1, 2, 3]], { axes: 1 })).toThrow(
      "paired axes must have equal sizes, these have 2 and 1",
    );
  });
});

describe("einsum", () => {
  it("reads equations", () => {
    expect(einsum("ij,jk", a, a)).toBeClose([
      [7, 10],
      [15, 22],
    ]);
    expect(einsum("ii->i", a)).toBeClose([1, 4]);
    expect(einsum("ii", a)).toBeClose(5);
    expect(einsum("i,j->ij", [1, 2], [3, 4])).toBeClose([
      [3, 4],
      [6, 8],
    ]);
    expect(einsum("...ij->...ji", [a])).toBeClose([
      [
        [1, 3],
        [2, 4],
      ],
    ]);
    expect(einsum("ij,jk,kl->il", a, a, a)).toBeClose([
      [37, 54],
      [81, 118],
    ]);
    expect(einsum("bqd,bkd->bqk", new KerasTensor([null, 4, 8]), new KerasTensor([null, 5, 8])).shape).toEqual([
      null,
      4,
      5,
    ]);
  });

  it("refuses equations that do not fit", () => {
    expect(() => einsum("ij,jk->ik", a)).toThrow(
      '`subscripts` must have one term for each of 1 tensors, received "ij,jk->ik"',
    );
    expect(() => einsum("ijk->i", a)).toThrow('`subscripts` must have a letter for each axis: "ijk" has 3 for 2');
    expect(() => einsum("ij->iz", a)).toThrow("name only letters of the inputs, each once, in the output");
    expect(() =>
      einsum("ij,ij->i", a, [
        [1, 2, 3],
        [4, 5, 6],
      ]),
    ).toThrow('each letter must stand for one size, "j" stands for 2 and 3');
  });
});
