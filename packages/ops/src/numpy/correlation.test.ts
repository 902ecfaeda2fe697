import { KerasTensor, ready } from "@hornbeam/core";
import { beforeAll, describe, expect, it } from "@hornbeam/testing";
import { checkGradients, numbers } from "../../testing/check-gradient.ts";
import { corrcoef, correlate } from "./correlation.ts";

beforeAll(() => ready());

describe("correlate", () => {
  it("adds products up at each place", () => {
    expect(correlate([1, 2, 3, 4], [1, 0, -1])).toBeClose([-2, -2]);
    expect(correlate([1, 2, 3], [0, 1, 0.5], { mode: "full" })).toBeClose([0.5, 2, 3.5, 3, 0]);
    expect(correlate([1, 2, 3], [0, 1, 0.5], { mode: "same" })).toBeClose([2, 3.5, 3]);
  });
  it("is turned around when its arguments change places", () => {
    for (const mode of ["valid", "full"] as const) {
      const [long, short] = [
        [1, 2, 3, 4, 5],
        [2, -1],
      ];
      const one = [...correlate(long, short, { mode }).dataSync()];
      expect([...correlate(short, long, { mode }).dataSync()].reverse()).toBeClose(one);
    }
  });
  it("takes the middle as Keras does where there is none", () => {
    // made by Keras 3.15.1
    expect(correlate([1, 2, 3, 4, 5], [2, -1], { mode: "same" })).toBeClose([-1, 0, 1, 2, 3]);
    expect(correlate([2, -1], [1, 2, 3, 4, 5], { mode: "same" })).toBeClose([10, 3, 2, 1, 0]);
  });
  it("has gradients", () => {
    for (const mode of ["valid", "same", "full"] as const) {
      checkGradients((x, y) => correlate(x, y, { mode }), numbers([6]), numbers([3]));
      checkGradients((x, y) => correlate(x, y, { mode }), numbers([2]), numbers([5]));
    }
  });
  it("tells its length without data", () => {
    const [x, y] = [new KerasTensor([7]), new KerasTensor([3])];
    expect(correlate(x, y).shape).toEqual([5]);
    expect(correlate(x, y, { mode: "full" }).shape).toEqual([9]);
    expect(correlate(x, new KerasTensor([null])).shape).toEqual([null]);
  });
  it("refuses matrices", () => {
    expect(() => correlate([[1]], [1])).toThrow(
      "Cannot call ops.correlate: `x1` must be a vector with elements, received shape [1, 1]",
    );
  });
});

describe("corrcoef", () => {
  it("compares rows whatever their scale", () => {
    expect(
      corrcoef([
        [1, 2, 3],
        [10, 20, 30],
        [3, 1, 2],
      ]),
    ).toBeClose([
      [1, 1, -0.5],
      [1, 1, -0.5],
      [-0.5, -0.5, 1],
    ]);
  });
  it("is 1 for one variable and NaN for one that does not vary", () => {
    expect(corrcoef([1, 5, 2])).toBeClose(1);
    expect(corrcoef([2, 2, 2])).toBeClose(Number.NaN);
  });
  it("has a gradient", () => {
    checkGradients((x) => corrcoef(x), numbers([3, 5]));
  });
  it("refuses more axes", () => {
    expect(() => corrcoef([[[1]]])).toThrow("Cannot call ops.corrcoef: the tensor must have rank 2 at most");
  });
});
