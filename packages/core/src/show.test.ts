import { describe, expect, it } from "vitest";
import { show } from "./show.ts";

describe("show", () => {
  it("writes values as they stand in messages", () => {
    expect([show("a"), show(-0), show(null), show(3n), show([2, null]), show({ a: 1 })]).toEqual([
      '"a"',
      "-0",
      "null",
      "3n",
      "[2, null]",
      "{ a: 1 }",
    ]);
  });

  it("shortens long lists and texts", () => {
    expect(show(Array.from({ length: 20 }, (_, i) => i))).toBe("[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, … 20 in all]");
    expect(show("x".repeat(300)).length).toBe(203);
  });

  it("names objects by their tag, their class or their shape", () => {
    expect(show({ [Symbol.toStringTag]: 'Dense "dense"' })).toBe('Dense "dense"');
    expect(show(new Map())).toBe("Map");
    expect(show({ shape: [2], dtype: "int32" })).toBe("a tensor of shape [2] and dtype int32");
    expect(show(function named() {})).toBe("the function named");
    expect(show(new Float32Array(4))).toBe("Float32Array(4)");
  });

  it("ends at a depth, so that cycles do no harm", () => {
    const cycle: unknown[] = [];
    cycle.push(cycle);
    expect(show(cycle)).toBe("[[[[[…]]]]]");
  });
});
