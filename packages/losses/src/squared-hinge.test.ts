import { describe, expect, it } from "@hornbeam/testing";
import { SquaredHinge, squaredHinge } from "./squared-hinge.ts";

describe("SquaredHinge", () => {
  it("squares what is missing to a margin of 1", () => {
    // 1.5² and 1²
    expect(squaredHinge([[-1, 1]], [[0.5, 0]])).toBeClose([1.625]);
    expect(new SquaredHinge()([[0, 1]], [[0.5, 0]])).toBeClose(1.625);
  });
});
