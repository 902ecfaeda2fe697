import { ready } from "@hornbeam/core";
import { beforeAll, describe, expect, it } from "@hornbeam/testing";
import { valuesOf } from "../../testing/values.ts";
import * as ops from "../index.ts";

beforeAll(() => ready());

describe("argpartition", () => {
  it("puts one element in its place and parts the others", () => {
    let state = 1;
    const random = (n: number): number => {
      state = (state * 48271) % 0x7fffffff;
      return state % n;
    };
    for (let round = 0; round < 200; round++) {
      const size = 1 + random(12);
      const x = Array.from({ length: size }, () => random(6));
      const kth = random(size);
      const order = valuesOf(ops.argpartition(x, round % 2 ? kth : kth - size));
      expect(order.toSorted((a, b) => a - b)).toEqual(x.map((_, i) => i));
      const parted = order.map((i) => x[i]!);
      expect(parted[kth]).toBe(x.toSorted((a, b) => a - b)[kth]);
      expect(parted.every((value, i) => (i < kth ? value <= parted[kth]! : value >= parted[kth]!))).toBe(true);
    }
  });
  it("works along any axis, with NaN last", () => {
    expect(valuesOf(ops.argpartition([[3, 1], [1, NaN], [2, 0]], 0, { axis: 0 })).slice(0, 2)).toEqual([1, 2]); // biome-ignore format: rows
    expect(valuesOf(ops.argpartition([NaN, 5, 1], -1)).at(-1)).toBe(0);
  });
});
