import { describe, expect, it } from "vitest";
import { linearScale, linearTicks, logScale, niceDomain, niceLogDomain } from "./_scale.ts";

describe("linearTicks", () => {
  it("takes round steps", () => {
    expect(linearTicks(0, 1, 5)).toEqual({ ticks: [0, 0.2, 0.4, 0.6, 0.8, 1], step: 0.2 });
    expect(linearTicks(0.87, 0.99, 5).ticks).toEqual([0.875, 0.9, 0.925, 0.95, 0.975]);
    expect(linearTicks(-3, 3, 6).ticks).toEqual([-3, -2, -1, 0, 1, 2, 3]);
    expect(linearTicks(0, 0.3, 3).ticks).toEqual([0, 0.1, 0.2, 0.3]);
  });

  it("marks only whole numbers where asked to", () => {
    expect(linearTicks(1, 3, 8, true).ticks).toEqual([1, 2, 3]);
    expect(linearTicks(1, 10, 4, true).ticks).toEqual([2, 4, 6, 8, 10]);
    expect(linearTicks(1, 800, 8, true).ticks).toEqual([100, 200, 300, 400, 500, 600, 700, 800]);
  });

  it("ends for ranges that are tiny beside their values", () => {
    const [low, high] = niceDomain([1, 1 + 2e-16]);
    expect(linearTicks(low, high, 5).ticks.length).toBeLessThan(12);
    expect(linearTicks(1e-12, 5e-12, 4).ticks).toEqual([1e-12, 2e-12, 3e-12, 4e-12, 5e-12]);
  });
});

describe("linearScale", () => {
  it("maps the ends of the domain to the ends of the range", () => {
    const scale = linearScale(10, 20, 100, 0, 5);
    expect([10, 15, 20].map(scale)).toEqual([100, 50, 0]);
  });
});

describe("logScale", () => {
  it("puts decades at equal distances", () => {
    const scale = logScale(0.001, 1, 0, 300, 5);
    expect([0.001, 0.01, 0.1, 1].map((value) => Math.round(scale(value)))).toEqual([0, 100, 200, 300]);
    expect(scale.ticks).toEqual([0.001, 0.01, 0.1, 1]);
  });

  it("marks 2 and 5 between few decades, and leaves decades out of many", () => {
    expect(logScale(0.1, 10, 0, 1, 5).ticks).toEqual([0.1, 0.2, 0.5, 1, 2, 5, 10]);
    expect(logScale(1e-8, 1, 0, 1, 4).ticks).toEqual([1e-8, 1e-6, 1e-4, 1e-2, 1]);
    expect(logScale(2, 8, 0, 1, 4).ticks).toEqual([2, 4, 6, 8]);
  });
});

describe("niceDomain", () => {
  it("gives room around the values, and starts at zero where that is near", () => {
    expect(niceDomain([0.5, 1])).toEqual([0.47, 1.03]);
    expect(niceDomain([0.1, 1])).toEqual([0, 1.054]);
    expect(niceDomain([-1, 1])).toEqual([-1.12, 1.12]);
  });

  it("has an extent for one value, for zero and for none", () => {
    expect(niceDomain([10])).toEqual([9, 11]);
    expect(niceDomain([0, 0])).toEqual([-1, 1]);
    expect(niceDomain([])).toEqual([0, 1]);
  });
});

describe("niceLogDomain", () => {
  it("passes over what is not positive", () => {
    expect(niceLogDomain([0, -1])).toBeUndefined();
    const [low, high] = niceLogDomain([-5, 1, 100])!;
    expect(low).toBeCloseTo(1 / 100 ** 0.05, 12);
    expect(high).toBeCloseTo(100 * 100 ** 0.05, 12);
  });
});
