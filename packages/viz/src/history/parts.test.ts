import { describe, expect, it } from "vitest";
import { bestPoint, directionOf } from "./_best.ts";
import { pieces, smooth, thin } from "./_line.ts";
import { placeValidation } from "./_validation-epochs.ts";

const count = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

describe("directionOf", () => {
  it("knows Keras' metrics by their names", () => {
    const rising = ["accuracy", "sparse_categorical_accuracy", "auc_1", "precision", "recall", "f1_score", "r2_score"];
    const falling = ["loss", "main_output_loss", "mae", "mean_squared_error", "binary_crossentropy", "kl_divergence"];
    expect(rising.map(directionOf)).toEqual(rising.map(() => "max"));
    expect(falling.map(directionOf)).toEqual(falling.map(() => "min"));
    expect(["learning_rate", "score", "steps"].map(directionOf)).toEqual([undefined, undefined, undefined]);
    expect(directionOf("precision_head_loss")).toBe("min");
  });
});

describe("bestPoint", () => {
  it("is the first of equal ones, and never NaN", () => {
    const series = { epochs: [1, 2, 3, 4], values: [Number.NaN, 2, 1, 1] };
    expect(bestPoint(series, "min")).toEqual({ epoch: 3, value: 1 });
    expect(bestPoint(series, "max")).toEqual({ epoch: 2, value: 2 });
    expect(bestPoint({ epochs: [1], values: [Infinity] }, "max")).toBeUndefined();
  });
});

describe("placeValidation", () => {
  it("finds the frequency that fits", () => {
    expect(placeValidation(5, count(10), undefined)).toEqual([2, 4, 6, 8, 10]);
    expect(placeValidation(3, count(10), undefined)).toEqual([3, 6, 9]);
    expect(placeValidation(2, count(10), undefined)).toEqual([5, 10]); // 4 would fit too, but does not divide 10
    expect(placeValidation(4, count(10), undefined)).toBeUndefined();
  });

  it("takes the frequency or the epochs that are given", () => {
    expect(placeValidation(2, count(10), 4)).toEqual([4, 8]);
    expect(placeValidation(3, count(10), [1, 2, 10])).toEqual([1, 2, 10]);
    expect(placeValidation(3, count(10), 4)).toBeUndefined();
    expect(placeValidation(2, [11, 12, 13, 14], 2)).toEqual([12, 14]); // training that went on from epoch 10
  });
});

describe("pieces", () => {
  it("parts a line where a value cannot be drawn", () => {
    const drawn = pieces([1, 2, 3, 4], [5, Number.NaN, 6, 7], Number.isFinite, (epoch, value) => [epoch, value]);
    expect(drawn).toEqual([
      [[1, 5]],
      [
        [3, 6],
        [4, 7],
      ],
    ]);
  });
});

describe("thin", () => {
  it("keeps the first, lowest, highest and last point of a column of pixels", () => {
    const column = [
      [0, 5],
      [0.1, 9],
      [0.2, 6],
      [0.3, 1],
      [0.4, 7],
    ] as const;
    expect(thin([...column, [1.5, 3]])).toEqual([
      [0, 5],
      [0.1, 9],
      [0.3, 1],
      [0.4, 7],
      [1.5, 3],
    ]);
  });

  it("keeps every point that has a column to itself", () => {
    const points = count(50).map((i) => [i * 2, i] as const);
    expect(thin(points)).toEqual(points);
  });
});

describe("smooth", () => {
  it("is the debiased moving average", () => {
    // s₁ = 1; s₂ = (0.5·(0.5·1) + 0.5·3) / (1 - 0.25) = 1.75 / 0.75
    const [first, second] = smooth([1, 3], 0.5);
    expect(first).toBe(1);
    expect(second).toBeCloseTo(7 / 3, 12);
    expect(smooth([2, Number.NaN, 2], 0.9)[2]).toBeCloseTo(2, 12);
  });
});
