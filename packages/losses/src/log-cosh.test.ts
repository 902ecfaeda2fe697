import { describe, expect, it } from "@hornbeam/testing";
import { LogCosh, logCosh } from "./log-cosh.ts";

describe("LogCosh", () => {
  it("is the logarithm of the hyperbolic cosine of the error", () => {
    const expected = Math.log(Math.cosh(1)) / 2;
    expect(logCosh([[0, 0]], [[0, 1]])).toBeClose([expected]);
    expect(new LogCosh()([[0, 0]], [[0, 1]])).toBeClose(expected);
  });
  it("does not overflow", () => {
    expect(logCosh([[0]], [[-1000]])).toBeClose([1000 - Math.log(2)]);
  });
});
