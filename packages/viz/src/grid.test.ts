import { describe, expect, it } from "vitest";
import { gridColumns } from "./_grid.ts";

describe("gridColumns", () => {
  it("is near to a square and leaves few cells empty", () => {
    expect([1, 2, 3, 4, 7, 9, 10, 16, 20, 32, 36, 64].map((count) => gridColumns(count))).toEqual([
      1, 2, 3, 2, 4, 3, 5, 4, 5, 8, 6, 8,
    ]);
  });

  it("has at most the columns that are allowed", () => {
    expect(gridColumns(400)).toBe(12);
    expect(gridColumns(5, 3)).toBe(3);
  });
});
