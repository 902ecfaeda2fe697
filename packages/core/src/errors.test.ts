import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { NDArray } from "./array/nd-array.ts";
import { OptionError, refusal, ShapeError } from "./errors.ts";

describe("refusal", () => {
  it("says what was tried, what must hold, what came and the way out", () => {
    const error = refusal(ShapeError, {
      action: 'call Dense "head"',
      owner: 'Dense "head"',
      expected: "the last axis must be 4",
      receivedAs: "shape",
      received: [2, 5],
      hint: "Reshape it.",
    });
    expect(error.message).toBe('Cannot call Dense "head": the last axis must be 4, received shape [2, 5]\nReshape it.');
    expect([error.name, error.owner, error.expected, error.received]).toEqual([
      "ShapeError",
      'Dense "head"',
      "the last axis must be 4",
      [2, 5],
    ]);
  });

  it("does not print what came a second time, where it may be large", () => {
    const received = NDArray.zeros([1000]);
    const error = refusal(OptionError, { action: "count", option: "n", expected: "`n` must be a number", received });
    expect(error.received).toBe(received);
    expect(Object.keys(error)).toEqual(["name"]);
    const printed = inspect(error, { depth: 9 }).split("\n").filter((line) => !/^ +at /.test(line)); // biome-ignore format: a chain
    expect(printed.join("\n").length).toBeLessThan(200);
  });
});
