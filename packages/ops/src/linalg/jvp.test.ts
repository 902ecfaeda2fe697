import { KerasTensor, memory, type Tensor, toNDArray, valueAndGrad } from "@hornbeam/core";
import { describe, expect, it } from "@hornbeam/testing";
import { tensor } from "../core/convert.ts";
import { customGradient } from "../core/custom-gradient.ts";
import { stopGradient } from "../core/stop-gradient.ts";
import { conv } from "../nn/conv.ts";
import { add, multiply } from "../numpy/arithmetic.ts";
import { square } from "../numpy/elementwise.ts";
import { argmax } from "../numpy/extremes.ts";
import { matmul } from "../numpy/matmul.ts";
import { prod } from "../numpy/prod.ts";
import { sum } from "../numpy/reductions.ts";
import { sort } from "../numpy/sort.ts";
import { sin } from "../numpy/trigonometric.ts";
import { jvp } from "./jvp.ts";
import { inv } from "./solve.ts";

describe("jvp", () => {
  it("gives value and change of several outputs of several arguments", () => {
    const [[product, total], [dProduct, dTotal]] = jvp(
      (x, y) => [multiply(x, y), add(x, y)] as const,
      [2, 3],
      [1, 0.5],
    );
    expect([product, total, dProduct, dTotal].map((one) => toNDArray(one).item())).toEqual([6, 5, 4, 1.5]);
  });

  it("passes on what else the function gives", () => {
    const before = memory().numTensors;
    const [value, change, aux] = jvp((x) => [sin(x), "more"] as const, [[0, 1]], [[1, 2]], { hasAux: true });
    expect(aux).toBe("more");
    expect(value).toBeClose([0, Math.sin(1)]);
    expect(change).toBeClose([1, 2 * Math.cos(1)]);
    expect(memory().numTensors - before).toBe(2);
  });

  it("agrees with differences of values", () => {
    const at = (f: (x: Tensor) => Tensor, x: number[][], t: number[][]): number[] => {
      const moved = (h: number): Tensor => tensor(x.map((row, i) => row.map((one, j) => one + h * t[i]![j]!)));
      const [up, down] = [toNDArray(f(moved(1e-2))), toNDArray(f(moved(-1e-2)))];
      return Array.from(up.sub(down).div(2e-2).data as Float32Array);
    };
    const [x, t] = [
      [
        [1, 2],
        [3, -1],
      ],
      [
        [0.5, -1],
        [2, 1],
      ],
    ];
    const functions: ((x: Tensor) => Tensor)[] = [
      (one) => inv(one),
      (one) => matmul(one, one),
      (one) => prod(one, 1),
      (one) => sort(one, 1),
      (one) =>
        conv(
          multiply(one, [
            [
              [1, 1],
              [2, 2],
            ],
          ]),
          [[[1], [2]]],
          { padding: "same" },
        ),
    ];
    for (const f of functions) {
      const change = toNDArray(jvp((one) => f(one), [x], [t])[1]);
      expect(Array.from(change.data as Float32Array)).toBeClose(at(f, x, t), { atol: 2e-2 });
    }
  });

  it("is put together where a gradient is not on the tape", () => {
    const hidden = customGradient((x: Tensor) => [
      square(x),
      (upstream: Tensor) => tensor(toNDArray(upstream).mul(toNDArray(x)).mul(2)),
    ]);
    expect(jvp((x) => hidden(x), [[1, 2, 3]], [[1, 10, 100]])[1]).toBeClose([2, 40, 600]);
  });

  it("is 0 where nothing changes, and for whole numbers", () => {
    expect(jvp((x) => stopGradient(x), [[1, 2]], [[1, 1]])[1]).toBeClose([0, 0]);
    expect(jvp((x) => argmax(x), [[1, 2]], [[1, 1]])[1]).toBeClose(0);
  });

  it("has a gradient", () => {
    const x = tensor([1, 2]);
    const { grads } = valueAndGrad(() => sum(jvp((one) => multiply(one, square(one)), [x], [[1, 2]])[1]), [x]);
    expect(grads[0]!).toBeClose([6, 24]); // of 3 x² t
  });

  it("knows its shapes beforehand", () => {
    const x = new KerasTensor([null, 3]);
    const [value, change] = jvp((one) => sum(one as never, 1), [x], [x]);
    expect([value.shape, change.shape]).toEqual([[null], [null]]);
  });

  it("refuses tangents that do not match", () => {
    expect(() => jvp((x) => x, [[1, 2]], [[1]])).toThrow(
      "Cannot call ops.jvp: `tangents` must have the structure and shapes of `primals`, [[2]], received [[1]]",
    );
  });
});
