import { describe, expect, it } from "@hornbeam/testing";
import { BinaryCrossentropy } from "./binary-crossentropy.ts";
import { CategoricalCrossentropy } from "./categorical-crossentropy.ts";
import { KLDivergence } from "./kl-divergence.ts";
import { Poisson } from "./poisson.ts";
import { SparseCategoricalCrossentropy } from "./sparse-categorical-crossentropy.ts";

describe("probabilistic metrics", () => {
  it("KLDivergence is the mean of its function over all samples", () => {
    const metric = new KLDivergence();
    expect(metric([[0.5, 0.5]], [[0.25, 0.75]])).toBeClose(0.5 * Math.log(4 / 3));
    expect(metric([[0.5, 0.5]], [[0.25, 0.75]])).toBeClose(0.5 * Math.log(4 / 3));
    expect(metric.direction).toBe(undefined);
  });
  it("Poisson is the mean of its function over all samples", () => {
    const metric = new Poisson();
    expect(metric([[0, 1]], [[1, 2]])).toBeClose((3 - Math.log(2)) / 2);
    expect(metric([[0, 1]], [[1, 2]])).toBeClose((3 - Math.log(2)) / 2);
    expect(metric.direction).toBe(undefined);
  });
  it("BinaryCrossentropy is the mean of its function over all samples", () => {
    const metric = new BinaryCrossentropy();
    expect(metric([[0, 1]], [[0.5, 0.5]])).toBeClose(Math.log(2));
    expect(metric([[0, 1]], [[0.5, 0.5]])).toBeClose(Math.log(2));
    expect(metric.direction).toBe("down");
  });
  it("CategoricalCrossentropy is the mean of its function over all samples", () => {
    const metric = new CategoricalCrossentropy();
    expect(metric([[0, 1]], [[0.25, 0.75]])).toBeClose(-Math.log(0.75));
    expect(metric([[0, 1]], [[0.25, 0.75]])).toBeClose(-Math.log(0.75));
    expect(metric.direction).toBe("down");
  });
  it("SparseCategoricalCrossentropy is the mean of its function over all samples", () => {
    const metric = new SparseCategoricalCrossentropy();
    expect(
      metric(
        [1, 0],
        [
          [0.5, 0.5],
          [0.25, 0.75],
        ],
      ),
    ).toBeClose((Math.log(2) + Math.log(4)) / 2);
    expect(
      metric(
        [1, 0],
        [
          [0.5, 0.5],
          [0.25, 0.75],
        ],
      ),
    ).toBeClose((Math.log(2) + Math.log(4)) / 2);
    expect(metric.direction).toBe("down");
  });
});
