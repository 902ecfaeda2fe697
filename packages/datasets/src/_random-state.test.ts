import { expect, it } from "vitest";
import { RandomState } from "./_random-state.ts";

// by numpy.random.RandomState(seed).shuffle of NumPy 2.4
it("shuffles as NumPy does, and goes on from there", () => {
  const random = new RandomState(113);
  expect([...random.permutation(10)]).toEqual([9, 3, 6, 1, 0, 7, 4, 8, 2, 5]);
  expect([...random.permutation(4)]).toEqual([1, 3, 0, 2]);
  expect([...new RandomState(0).permutation(6)]).toEqual([5, 2, 1, 3, 0, 4]);
  expect([...new RandomState(4294967295).permutation(5)]).toEqual([4, 1, 0, 2, 3]);
});

it("goes on beyond the first 624 numbers", () => {
  const order = [...new RandomState(113).permutation(1500)];
  expect(order.slice(0, 6)).toEqual([1369, 941, 442, 982, 1000, 847]);
  expect(order.slice(-3)).toEqual([162, 732, 165]);
  expect(new Set(order).size).toBe(1500);
  expect([...new RandomState(1).permutation(0)]).toEqual([]);
});
