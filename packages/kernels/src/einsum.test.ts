import * as tf from "@hornbeam/kernels/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { expectNear, floats } from "../testing/compare.ts";
import { contract, contractGradient, parseEquation } from "./einsum.ts";
import { start } from "./start.ts";

beforeAll(() => start());

describe("parseEquation", () => {
  it("reads operands and result", () => {
    expect(parseEquation("ij, jk -> ik", [2, 2])).toEqual({
      operands: [
        ["i", "j"],
        ["j", "k"],
      ],
      result: ["i", "k"],
    });
  });

  it("takes letters that occur once, in order, when there is no arrow", () => {
    expect(parseEquation("ki,ij", [2, 2]).result).toEqual(["j", "k"]);
  });

  it("gives the axes under an ellipsis letters of their own", () => {
    expect(parseEquation("...i,ij->...j", [3, 2])).toEqual({
      operands: [
        ["A", "B", "i"],
        ["i", "j"],
      ],
      result: ["A", "B", "j"],
    });
  });

  it("refuses what does not fit", () => {
    expect(() => parseEquation("ij,jk->ik", [2])).toThrow(
      'Cannot compute einsum "ij,jk->ik": there must be one term an operand, received operands of 2 axes',
    );
    expect(() => parseEquation("ijk->i", [2])).toThrow("every axis must have a letter");
    expect(() => parseEquation("ii->", [2])).toThrow("an operand must not have one letter twice");
    expect(() => parseEquation("i->j", [1])).toThrow("the result's letters must occur in an operand");
  });
});

/** The sum over all letters, one term at a time, in float64. */
function reference(
  equation: string,
  operands: readonly { data: ArrayLike<number>; shape: readonly number[] }[],
): number[] {
  const { operands: labels, result } = parseEquation(
    equation,
    operands.map(({ shape }) => shape.length),
  );
  const sizes = new Map(
    labels.flatMap((term, i) => term.map((label, axis) => [label, operands[i]!.shape[axis]!] as const)),
  );
  const letters = [...sizes.keys()];
  const flat = (term: readonly string[], at: ReadonlyMap<string, number>) =>
    term.reduce((index, label) => index * sizes.get(label)! + at.get(label)!, 0);
  const sums = new Array<number>(result.reduce((n, label) => n * sizes.get(label)!, 1)).fill(0);
  const total = letters.reduce((n, label) => n * sizes.get(label)!, 1);
  for (let term = 0; term < total; term++) {
    let rest = term;
    const at = new Map(
      letters.map((label) => {
        const index = rest % sizes.get(label)!;
        rest = Math.floor(rest / sizes.get(label)!);
        return [label, index] as const;
      }),
    );
    sums[flat(result, at)]! += labels.reduce((product, own, i) => product * operands[i]!.data[flat(own, at)]!, 1);
  }
  return sums;
}

describe("einsum", () => {
  it.each<[string, number[][]]>([
    [
      "ij,jk->ik",
      [
        [3, 4],
        [4, 5],
      ],
    ],
    [
      "ji,jk->ik",
      [
        [4, 3],
        [4, 5],
      ],
    ],
    [
      "ij,kj->ki",
      [
        [3, 4],
        [5, 4],
      ],
    ],
    [
      "bqhd,bkhd->bhqk",
      [
        [2, 3, 2, 4],
        [2, 5, 2, 4],
      ],
    ],
    [
      "bhqk,bkhd->bqhd",
      [
        [2, 2, 3, 5],
        [2, 5, 2, 4],
      ],
    ],
    [
      "ij,ij->ij",
      [
        [3, 4],
        [3, 4],
      ],
    ],
    [
      "ij,ij->",
      [
        [3, 4],
        [3, 4],
      ],
    ],
    ["i,j->ij", [[3], [4]]],
    ["ij->ji", [[3, 4]]],
    ["ijk->j", [[2, 3, 4]]],
    ["ij,j->i", [[3, 4], [4]]],
    [
      "ijl,jk->k",
      [
        [2, 3, 4],
        [3, 5],
      ],
    ],
    [
      "ij,jk,kl->il",
      [
        [2, 3],
        [3, 4],
        [4, 5],
      ],
    ],
    [
      "...i,ij->...j",
      [
        [2, 3, 4],
        [4, 5],
      ],
    ],
    [
      "abc,cd,bd->ad",
      [
        [2, 3, 4],
        [4, 2],
        [3, 2],
      ],
    ],
    [",ij->ij", [[], [2, 3]]],
  ])("computes %s and its gradients", (equation, shapes) => {
    const operands = shapes.map((shape, i) => floats(shape, -1, 1, i + 1));
    const expected = reference(equation, operands);
    const tensors = operands.map(({ data, shape }) => tf.tensor(data, [...shape]));
    const parsed = parseEquation(
      equation,
      shapes.map(({ length }) => length),
    );
    expectNear(contract(parsed, tensors).dataSync(), expected, 1e-5);
    const y = tf.einsum(equation, ...tensors);
    expectNear(y.dataSync(), expected, 1e-5);
    const weights = floats(y.shape, -1, 1, 9);
    const dy = tf.tensor(weights.data, [...weights.shape]);
    const grads = tf.grads((...given: tf.Tensor[]) => tf.sum(tf.mul(tf.einsum(equation, ...given), dy)))(tensors);
    operands.forEach(({ data, shape }, index) => {
      // linear in each operand: the gradient is what each unit vector gives
      const wanted = [...data].map((_, i) => {
        const unit = { shape, data: Array.from(data, (_, at) => (at === i ? 1 : 0)) };
        const others = operands.map((other, at) => (at === index ? unit : other));
        return reference(equation, others).reduce((sum, v, at) => sum + v * weights.data[at]!, 0);
      });
      expectNear(grads[index]!.dataSync(), wanted, 1e-5);
      expectNear(contractGradient(parsed, tensors, index, dy).dataSync(), wanted, 1e-5);
    });
  });

  it("names an axis whose sizes differ", () => {
    expect(() => tf.einsum("ij,jk->ik", tf.zeros([2, 3]), tf.zeros([4, 2]))).toThrow(
      'Cannot compute einsum: axis "j" must have one size, received 3 and 4',
    );
  });

  it("leaves no tensors", () => {
    const [a, b] = [tf.ones([2, 3]), tf.ones([3, 4])];
    const before = tf.memory();
    tf.einsum("ij,jk->ki", a, b).dispose();
    expect(tf.memory().numTensors).toBe(before.numTensors);
    expect(tf.memory().numDataBuffers).toBe(before.numDataBuffers);
  });
});
