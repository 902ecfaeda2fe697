import { describe, expect, it } from "vitest";
import { type Lease, planArena, roomFor } from "./arena.ts";

const lease = (bytes: number, first: number, last: number): Lease => ({ bytes, first, last });

describe("planArena", () => {
  it("gives memory to one buffer after another", () => {
    const { offsets, bytes } = planArena([lease(100, 0, 1), lease(100, 2, 3), lease(100, 4, 5)]);
    expect(offsets).toEqual([0, 0, 0]);
    expect(bytes).toBe(roomFor(100));
  });
  it("keeps apart what is in use at the same moment, the moment of the hand-over included", () => {
    const { offsets, bytes } = planArena([lease(100, 0, 2), lease(100, 2, 3)]);
    expect(offsets).toEqual([0, roomFor(100)]);
    expect(bytes).toBe(2 * roomFor(100));
  });
  it("puts a small buffer into the smallest gap that holds it", () => {
    // a large one all the time, two that leave gaps of 200 and of 100 bytes, then one of 90
    const { offsets } = planArena([
      lease(1000, 0, 9),
      lease(500, 0, 9),
      lease(200, 0, 3),
      lease(300, 0, 9),
      lease(90, 5, 9),
    ]);
    expect(offsets[4]).toBe(offsets[2]);
  });
  it("aligns buffers to vectors and leaves room behind each", () => {
    const { offsets } = planArena([lease(4, 0, 1), lease(5, 0, 1), lease(0, 0, 1)]);
    const sorted = [...offsets].sort((a, b) => a - b);
    expect(offsets.every((offset) => offset % 16 === 0)).toBe(true);
    expect(sorted[1]! - sorted[0]!).toBeGreaterThanOrEqual(64);
  });
  it("never lets two overlap that are in use together, for a thousand random leases", () => {
    let state = 1;
    const random = (n: number) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * n);
    };
    const leases = Array.from({ length: 1000 }, () => {
      const first = random(500);
      return lease(random(5000), first, first + random(40));
    });
    const { offsets, bytes } = planArena(leases);
    const clash = leases.some((a, i) =>
      leases.some(
        (b, j) =>
          j > i &&
          a.first <= b.last &&
          b.first <= a.last &&
          offsets[i]! < offsets[j]! + b.bytes &&
          offsets[j]! < offsets[i]! + a.bytes,
      ),
    );
    expect(clash).toBe(false);
    const most = Math.max(
      ...Array.from({ length: 540 }, (_, at) =>
        leases.reduce((sum, { first, last, bytes }) => sum + (first <= at && at <= last ? roomFor(bytes) : 0), 0),
      ),
    );
    expect(bytes).toBeLessThan(1.3 * most);
  });
});
