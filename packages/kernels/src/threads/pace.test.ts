import { describe, expect, it } from "vitest";
import { sequence } from "../../testing/compare.ts";
import { Pace } from "./pace.ts";

/** Shares of runs on several threads, a hundred runs each, when such a run takes `several` of the time of one on one thread. */
function shares(pace: Pace, several: number, hundreds: number): number[] {
  return Array.from({ length: hundreds }, () => {
    let count = 0;
    for (let i = 0; i < 100; i++) {
      const way = pace.choose();
      if (way) count++;
      pace.note(way, way ? several : 1);
    }
    return count / 100;
  });
}

describe("the pace of a piece of work", () => {
  it("is set by several threads where they are faster", () => {
    expect(Math.min(...shares(new Pace(), 0.6, 10))).toBeGreaterThan(0.9);
  });

  it("is set by one thread where several wait for one another, which is tried ever less often", () => {
    const found = shares(new Pace(), 5, 40);
    expect(found[0]).toBeLessThan(0.1);
    expect(found.slice(10).reduce((a, b) => a + b) / 30).toBeLessThan(0.003);
    expect(found.some((share) => share > 0)).toBe(true);
  });

  it("changes when cores become free, and when they are taken", () => {
    const pace = new Pace();
    shares(pace, 5, 2);
    expect(shares(pace, 0.5, 30).at(-1)).toBeGreaterThan(0.9);
    expect(shares(pace, 5, 1).at(-1)).toBeLessThan(0.2);
  });

  it("is not decided by the first run, in which code is compiled", () => {
    const pace = new Pace();
    pace.note(pace.choose(), 50);
    expect(shares(pace, 0.6, 1)[0]).toBeGreaterThan(0.9);
  });

  it.each([0.6, 3])(
    "settles on the better way on a machine with bursts of other work, at %f of the time",
    (several) => {
      const next = sequence(3);
      for (let trial = 0; trial < 20; trial++) {
        const pace = new Pace();
        let [burst, right] = [0, 0];
        for (let i = 0; i < 3000; i++) {
          const way = pace.choose();
          if (way === several < 1) right++;
          burst = burst > 0 ? burst - 1 : next() < 0.01 ? 30 : 0;
          pace.note(way, (way ? several : 1) * (burst > 0 ? 6 : 1) * (0.8 + 0.4 * next()));
        }
        expect(right).toBeGreaterThan(2400);
      }
    },
  );
});
