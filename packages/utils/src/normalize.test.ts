import { NDArray } from "@hornbeam/core";
import { describe, expect, it } from "vitest";
import { normalize } from "./normalize.ts";

const f = Math.fround;

describe("normalize", () => {
  const x = NDArray.from([
    [1, -2, 2],
    [0, 0, 0],
    [3, 0, -4],
  ]);

  it("divides rows by their Euclidean norms and leaves zeros", () => {
    expect(normalize(x).toArray()).toEqual([
      [f(1 / 3), f(-2 / 3), f(2 / 3)],
      [0, 0, 0],
      [f(0.6), 0, f(-0.8)],
    ]);
  });

  it("has the other orders of NumPy", () => {
    expect(normalize(x, { order: 1 }).toArray()).toEqual([
      [f(0.2), f(-0.4), f(0.4)],
      [0, 0, 0],
      [f(3 / 7), 0, f(-4 / 7)],
    ]);
    expect(normalize(x, { order: Number.POSITIVE_INFINITY }).at(0).toArray()).toEqual([0.5, -1, 1]);
    expect(normalize(x, { order: Number.NEGATIVE_INFINITY }).toArray()).toEqual([
      [1, -2, 2],
      [0, 0, 0],
      [3, 0, -4],
    ]);
    expect(normalize(x, { order: 0 }).at(2).toArray()).toEqual([1.5, 0, -2]);
    expect(normalize([[1, 2]], { order: 3 }).data[0]).toBeCloseTo(1 / 9 ** (1 / 3), 6);
  });

  it("goes along any axis, in float64 too", () => {
    const y = NDArray.from(
      Array.from({ length: 12 }, (_, i) => i + 1),
      "float64",
    ).reshape([2, 3, 2]);
    const columns = normalize(y, { axis: 1 });
    expect(columns.dtype).toBe("float64");
    expect(columns.data[0]).toBeCloseTo(1 / Math.sqrt(1 + 9 + 25), 15);
    expect(columns.data[11]).toBeCloseTo(12 / Math.sqrt(64 + 100 + 144), 15);
    expect(normalize([[3, 1], [4, 0]], { axis: 0 }).toArray()).toEqual([[f(0.6), 1], [f(0.8), 0]]); // biome-ignore format: matrices
  });

  it("makes integers float32, spreads NaN, and leaves its input alone", () => {
    const bytes = NDArray.from([3, 4], "uint8");
    expect(normalize(bytes).dtype).toBe("float32");
    expect(bytes.toArray()).toEqual([3, 4]);
    expect(normalize([Number.NaN, 1]).toArray()).toEqual([Number.NaN, Number.NaN]);
    expect(normalize(NDArray.zeros([0, 3])).shape).toEqual([0, 3]);
  });

  it("refuses what it cannot divide", () => {
    expect(() => normalize([1], { axis: 1 })).toThrow("Cannot normalize: `axis` must be in [-1, 1), received 1");
    expect(() => normalize(5)).toThrow("Cannot normalize: `axis` must be in [0, 0), received -1");
    expect(() => normalize([1], { order: Number.NaN })).toThrow(
      "Cannot normalize: `order` must be a number, received NaN",
    );
    expect(() => normalize(["a"])).toThrow(
      "Cannot normalize: the array must hold numbers, received NDArray [1] string",
    );
    expect(() => normalize([1], { ord: 2 } as never)).toThrow(
      "Cannot normalize: unknown option `ord`\nKnown options: axis, order.",
    );
  });
});
