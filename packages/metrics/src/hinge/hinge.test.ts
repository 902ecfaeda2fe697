import { describe, expect, it } from "@hornbeam/testing";
import { CategoricalHinge } from "./categorical-hinge.ts";
import { Hinge } from "./hinge.ts";
import { SquaredHinge } from "./squared-hinge.ts";

describe("hinge metrics", () => {
  it("Hinge is the mean of its function over all samples", () => {
    const metric = new Hinge();
    expect(metric([[-1, 1]], [[0.5, 0.25]])).toBeClose(1.125);
    expect(metric([[-1, 1]], [[0.5, 0.25]])).toBeClose(1.125);
    expect(metric.direction).toBe("down");
  });
  it("SquaredHinge is the mean of its function over all samples", () => {
    const metric = new SquaredHinge();
    expect(metric([[-1, 1]], [[0.5, 0]])).toBeClose(1.625);
    expect(metric([[-1, 1]], [[0.5, 0]])).toBeClose(1.625);
    expect(metric.direction).toBe("down");
  });
  it("CategoricalHinge is the mean of its function over all samples", () => {
    const metric = new CategoricalHinge();
    expect(metric([[0, 1]], [[0.5, 0.25]])).toBeClose(1.25);
    expect(metric([[0, 1]], [[0.5, 0.25]])).toBeClose(1.25);
    expect(metric.direction).toBe("down");
  });
});
