import { describe, expect, it } from "vitest";
import { ranges, readable, tickLabels } from "./_numbers.ts";

describe("readable", () => {
  it("has four significant digits", () => {
    expect([0.98314, 0.5, 12.3456, 1234.5, 98765, 0].map((value) => readable(value))).toEqual([
      "0.9831",
      "0.5",
      "12.35",
      "1235",
      "98765",
      "0",
    ]);
  });

  it("writes very small and very large numbers with an exponent", () => {
    expect([1e-5, 1.23456e-7, 2.5e8, -3e-9].map((value) => readable(value))).toEqual([
      "1e−5",
      "1.235e−7",
      "2.5e8",
      "−3e−9",
    ]);
  });

  it("names what is not finite", () => {
    expect([Number.NaN, Infinity, -Infinity].map((value) => readable(value))).toEqual(["NaN", "∞", "−∞"]);
  });
});

describe("tickLabels", () => {
  it("gives all the decimals of the step", () => {
    expect(tickLabels([0.9, 0.95, 1], 0.05)).toEqual(["0.90", "0.95", "1.00"]);
    expect(tickLabels([0.875, 0.9], 0.025)).toEqual(["0.875", "0.900"]);
    expect(tickLabels([-1, 0, 1], 1)).toEqual(["−1", "0", "1"]);
    expect(tickLabels([0, 2.5, 5], 2.5)).toEqual(["0.0", "2.5", "5.0"]);
  });

  it("writes exponents where decimals would be too many", () => {
    expect(tickLabels([1e-6, 2e-6], 1e-6)).toEqual(["1e−6", "2e−6"]);
    expect(tickLabels([0, 5e6], 5e6)).toEqual(["0", "5e6"]);
  });
});

describe("ranges", () => {
  it("joins neighbours", () => {
    expect(ranges([3])).toBe("3");
    expect(ranges([1, 2, 4, 5, 6, 9])).toBe("1, 2, 4–6, 9");
    expect(ranges([1, 3, 5, 7, 9])).toBe("1, 3, 5, 7, … (5 in all)");
  });
});
