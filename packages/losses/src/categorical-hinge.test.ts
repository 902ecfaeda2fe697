import { describe, expect, it } from "@hornbeam/testing";
import { CategoricalHinge, categoricalHinge } from "./categorical-hinge.ts";

describe("CategoricalHinge", () => {
  it("compares the true class with the best of the others", () => {
    // 0.5 - 0.25 + 1
    expect(categoricalHinge([[0, 1]], [[0.5, 0.25]])).toBeClose([1.25]);
    expect(new CategoricalHinge()([[0, 1]], [[0.5, 0.25]])).toBeClose(1.25);
  });
});
