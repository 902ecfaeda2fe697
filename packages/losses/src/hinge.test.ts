import { describe, expect, it } from "@hornbeam/testing";
import { Hinge, hinge } from "./hinge.ts";

describe("Hinge", () => {
  it("is what is missing to a margin of 1", () => {
    // 1 + 0.5 and 1 - 0.25
    expect(hinge([[-1, 1]], [[0.5, 0.25]])).toBeClose([1.125]);
    expect(new Hinge()([[-1, 1]], [[0.5, 0.25]])).toBeClose(1.125);
    expect(hinge([[1]], [[2]])).toBeClose([0]);
  });
  it("takes labels of 0 and 1 for -1 and 1", () => {
    expect(hinge([[0, 1]], [[0.5, 0.25]])).toBeClose([1.125]);
  });
  it("leaves labels alone where one is neither 0 nor 1", () => {
    expect(hinge([[0, 2]], [[0.5, 0.25]])).toBeClose([0.75]);
  });
});
