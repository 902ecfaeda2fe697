import { describe, expect, it } from "vitest";
import { normalQuantile } from "./quantile.ts";
import { threefry } from "./threefry.ts";

/** Two words for a key and a counter, in hexadecimal. */
function words(key: readonly [number, number], counter: readonly [number, number]): string[] {
  const out = new Uint32Array(2);
  threefry(out, ...key, ...counter);
  return Array.from(out, (word) => word.toString(16).padStart(8, "0"));
}

describe("threefry", () => {
  it("gives the words that its authors publish", () => {
    expect(words([0, 0], [0, 0])).toEqual(["6b200159", "99ba4efe"]);
    expect(words([-1, -1], [-1, -1])).toEqual(["1cb996fc", "bb002be7"]);
    expect(words([0x13198a2e, 0x03707344], [0x243f6a88, 0x85a308d3])).toEqual(["c4923a9c", "483df7a0"]);
  });

  it("draws each pair by its number, whatever the length", () => {
    const [long, short] = [new Uint32Array(8), new Uint32Array(3)];
    threefry(long, 5, 6);
    threefry(short, 5, 6, 2);
    expect(Array.from(short)).toEqual(Array.from(long.subarray(4, 7)));
  });
});

describe("normalQuantile", () => {
  it("agrees with tables", () => {
    expect(normalQuantile(0.5)).toBe(0);
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 14);
    expect(normalQuantile(0.0227501319481792)).toBeCloseTo(-2, 13);
    expect(normalQuantile(1e-10)).toBeCloseTo(-6.361340902404056, 12);
    expect(normalQuantile(1e-300)).toBeCloseTo(-37.0470962993612, 11);
  });

  it("is odd about one half", () => {
    for (const p of [0.001, 0.05, 0.2, 0.45]) expect(normalQuantile(1 - p)).toBeCloseTo(-normalQuantile(p), 12);
  });
});
