import { KerasTensor, ready } from "@hornbeam/core";
import { beforeAll, describe, expect, it } from "@hornbeam/testing";
import { checkGradients, numbers } from "../../testing/check-gradient.ts";
import { nanmedian, nanpercentile, nanquantile } from "./nan-quantiles.ts";
import { quantile } from "./quantiles.ts";

beforeAll(() => ready());

const { NaN: none } = Number;
const rows = [
  [4, none, 1, 3],
  [none, none, 7, none],
  [none, none, none, none],
];

describe("quantiles without NaN", () => {
  it("sees the numbers of each row alone", () => {
    expect(nanmedian(rows, 1)).toBeClose([3, 7, none]);
    expect(nanmedian(rows)).toBeClose(3.5);
    expect(nanquantile(rows, [0.25, 1], { axis: 1 })).toBeClose([
      [2, 7, none],
      [4, 7, none],
    ]);
    expect(nanpercentile(rows, 25, { axis: 1, keepdims: true })).toBeClose([[2], [7], [none]]);
  });
  it("takes a place between two elements by its method", () => {
    const row = [1, none, 2, 4];
    const at = (method: "lower" | "higher" | "midpoint" | "nearest") => nanquantile(row, 0.7, { method });
    expect(at("lower")).toBeClose(2);
    expect(at("higher")).toBeClose(4);
    expect(at("midpoint")).toBeClose(3);
    expect(at("nearest")).toBeClose(2);
  });
  it("is the quantile where nothing is NaN", () => {
    const x = numbers([3, 4, 5]);
    for (const axis of [null, 1, [0, 2]])
      expect(nanquantile(x, [0.1, 0.55], { axis })).toBeClose(quantile(x, [0.1, 0.55], { axis }));
  });
  it("has gradients with respect to elements and shares", () => {
    checkGradients((x, q) => nanquantile(x, q, { axis: 1 }), numbers([2, 5]), numbers([2], 0.1, 0.9));
    checkGradients((x) => nanmedian(x, 0), numbers([4, 3]));
  });
  it("tells its shape without data", () => {
    expect(nanquantile(new KerasTensor([null, 5]), new KerasTensor([3]), { axis: 1 }).shape).toEqual([3, null]);
  });
  it("refuses other methods", () => {
    expect(() => nanquantile([1], 0.5, { method: "cubic" as "linear" })).toThrow(
      'Cannot call ops.nanquantile: `method` must be one of "linear", "lower", "higher", "midpoint", "nearest", received "cubic"',
    );
  });
});
