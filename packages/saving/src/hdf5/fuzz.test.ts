import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it, vi } from "vitest";
import { LoadingError } from "../loading-error.ts";
import { readHdf5 } from "./reader.ts";
import type { Hdf5Dataset, Hdf5Group } from "./types.ts";

// checksums would stop most changes at the door: without them, what they guard is tried too
vi.mock(import("./verify-checksum.ts"), () => ({ verifyChecksum: (cursor) => cursor.skip(4) }));

const folder = new URL("fixtures/", import.meta.url);
const seeds = readdirSync(folder)
  .filter((name) => name.endsWith(".h5"))
  .sort()
  .map((name) => new Uint8Array(readFileSync(new URL(name, folder))));

/** Mulberry32: whole numbers below `n`, the same for the same seed. */
function randomIntegers(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * n);
  };
}

/** A copy with up to six places overwritten, and now and then its end cut off. */
function damage(bytes: Uint8Array, random: (n: number) => number): Uint8Array {
  const copy = bytes.slice();
  for (let left = 1 + random(6); left > 0; left--) {
    const at = random(random(2) ? copy.length : Math.min(copy.length, 3000));
    const end = at + 1 + random(8);
    const ways = [
      () => copy.fill(random(256), at, at + 1),
      () => copy.fill(copy[at]! ^ (1 << random(8)), at, at + 1),
      () => copy.fill(255, at, end),
      () => copy.fill(0, at, end),
      () => copy.copyWithin(at, random(copy.length), copy.length - at > 64 ? undefined : end),
    ];
    ways[random(ways.length)]!();
  }
  return random(10) ? copy : copy.subarray(0, random(copy.length));
}

/** Reads all that can be read; counts what was refused, and lets every other error out. */
function readAll(bytes: Uint8Array): { refused: number; read: number } {
  const counts = { refused: 0, read: 0 };
  const attempt = <T>(read: () => T): T | undefined => {
    try {
      counts.read++;
      return read();
    } catch (error) {
      if (!(error instanceof LoadingError) || error.message.length > 2000) throw error;
      counts.refused++;
      return undefined;
    }
  };
  const visit = (node: Hdf5Group | Hdf5Dataset): void => {
    const attributes = attempt(() => node.attributes);
    for (const name of attributes?.keys() ?? []) attempt(() => attributes?.get(name));
    if (node.kind === "dataset") return void attempt(() => node.read());
    const entries = attempt(() => node.entries);
    for (const name of entries?.keys() ?? []) {
      const entry = counts.read < 2000 ? attempt(() => entries?.get(name)) : undefined;
      if (entry) visit(entry);
    }
  };
  const root = attempt(() => readHdf5(bytes));
  if (root) visit(root);
  return counts;
}

describe("a damaged file", () => {
  it("is never more than refused: no other error, no endless work", { timeout: 20_000 }, () => {
    const random = randomIntegers(20_261);
    const total = { refused: 0, read: 0 };
    for (let i = 0; i < 1200; i++) {
      const { refused, read } = readAll(damage(seeds[i % seeds.length]!, random));
      total.refused += refused > 0 ? 1 : 0;
      total.read += read;
    }
    // most damage is noticed, and most of a damaged file can still be read
    expect(total.refused).toBeGreaterThan(600);
    expect(total.read).toBeGreaterThan(10_000);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});
