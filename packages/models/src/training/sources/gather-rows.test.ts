import { NDArray } from "@hornbeam/core";
import { expect, it } from "vitest";
import { gatherRows } from "./gather-rows.ts";

const array = (width: number) =>
  new NDArray(
    Float32Array.from({ length: 5 * width }, (_, i) => i),
    [5, width],
  );

it("gives the rows that `take` gives, of few elements and of many", () => {
  for (const width of [1, 2, 12, 13, 40]) {
    const rows = gatherRows(array(width), [4, 0, 0, 2], undefined);
    expect(rows).toEqual(array(width).take([4, 0, 0, 2]));
    expect(rows.shape).toEqual([4, width]);
  }
  expect(gatherRows(new NDArray(["a", "b"], [2]), [1], undefined).data).toEqual(["b"]);
  expect(gatherRows(new NDArray(BigInt64Array.of(5n, 7n), [2]), [1, 1], undefined).data).toEqual(
    BigInt64Array.of(7n, 7n),
  );
  expect(gatherRows(array(2), [], undefined).shape).toEqual([0, 2]);
});

it("uses the memory of a result that is done with", () => {
  for (const width of [2, 40]) {
    const first = gatherRows(array(width), [0, 1], undefined);
    const second = gatherRows(array(width), [3, 2], first);
    expect(second).toBe(first);
    expect(second).toEqual(array(width).take([3, 2]));
  }
});
