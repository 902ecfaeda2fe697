import { OptionError } from "@hornbeam/core";
import { describe, expect, it } from "vitest";
import { formatNumber, formatText } from "./format-number.ts";

describe("formatNumber", () => {
  // expected: format(value, spec) of CPython 3.11
  it.each([
    [7, "", "7"],
    [7, "03d", "007"],
    [-5, "05d", "-0005"],
    [5, "x<4d", "5xxx"],
    [5, "^5", "  5  "],
    [5, "+", "+5"],
    [5, ".2f", "5.00"],
    [50, "%", "5000.000000%"],
  ])("words the whole number %d in the format %j", (value, spec, expected) => {
    expect(formatNumber(value, spec, { integer: true })).toBe(expected);
  });

  it.each([
    [5, "", "5.0"],
    [1e-5, "", "1e-05"],
    [1e16, "", "1e+16"],
    [1e15, "", "1000000000000000.0"],
    [0.125, ".2f", "0.12"],
    [2.5, ".0f", "2"],
    [2.5, ".0e", "2e+00"],
    [-0, ".2f", "-0.00"],
    [1e22, "f", "10000000000000000000000.000000"],
    [5e-324, ".3e", "4.941e-324"],
    [9.999, ".3g", "10"],
    [1e100, "#.3g", "1.00e+100"],
    [0.00001234, ".2g", "1.2e-05"],
    [999999.5, "g", "1e+06"],
    [100, ".3", "1e+02"],
    [1, ".3", "1.0"],
    [12, ".2", "1.2e+01"],
    [1 / 3, "%", "33.333333%"],
    [0.5, ".1%", "50.0%"],
    [3, "+08.2f", "+0003.00"],
    [3, "*^9.1f", "***3.0***"],
    [3.7, "=+9.1f", "+     3.7"],
    [7, "#.0f", "7."],
    [Number.NaN, "06.2f", "000nan"],
    [Number.POSITIVE_INFINITY, "F", "INF"],
    [Number.NEGATIVE_INFINITY, "", "-inf"],
  ])("words the float %d in the format %j", (value, spec, expected) => {
    expect(formatNumber(value, spec, { integer: false })).toBe(expected);
  });

  it("refuses formats that do not exist or do not suit", () => {
    expect(() => formatNumber(1, "q")).toThrow(
      'Cannot format a value: the format must be [[fill]align][sign][#][0][width][.precision][type], received "q"\n' +
        "Types are d, e, E, f, F, g, G and %.",
    );
    expect(() => formatNumber(1.5, "d")).toThrow(
      'Cannot format a number: the format must suit a number with a fraction, received "d"',
    );
    expect(() => formatNumber(1, ".2d")).toThrow(
      'Cannot format a number: the format must suit a whole number, received ".2d"',
    );
    expect(() => formatNumber(1, "99999")).toThrow(OptionError);
  });
});

describe("formatText", () => {
  it("pads and cuts as Python does", () => {
    expect(formatText("ab", ">5")).toBe("   ab");
    expect(formatText("ab", ".1s")).toBe("a");
    expect(formatText("ab", "*^6s")).toBe("**ab**");
    expect(formatText("a", "05")).toBe("a0000");
  });

  it("refuses the formats of numbers", () => {
    expect(() => formatText("a", "=5")).toThrow('Cannot format a text: the format must suit a text, received "=5"');
    expect(() => formatText("a", ".2f")).toThrow(OptionError);
  });
});
