import { NDArray, setRandomSeed } from "@hornbeam/core";
import { expect, it } from "vitest";
import { ArraySource } from "./array-source.ts";
import type { HostBatch } from "./batch-source.ts";

const samples = 7;
const column = (factor: number) =>
  new NDArray(
    Float32Array.from({ length: samples }, (_, i) => i * factor),
    [samples, 1],
  );
const data = { x: [column(1), column(10)], y: column(100), sampleWeight: null };
const numbers = (array: unknown) => [...((array as NDArray).data as Float32Array)];

function epoch(source: ArraySource, each: (batch: HostBatch) => void): number[] {
  const seen: number[] = [];
  for (const batch of source.open()) {
    const [first, second] = batch.x as NDArray[];
    seen.push(...numbers(first));
    expect(numbers(second)).toEqual(numbers(first).map((x) => 10 * x));
    expect(numbers(batch.y)).toEqual(numbers(first).map((x) => 100 * x));
    each(batch);
  }
  return seen;
}

it("gives every sample once a pass, whether batches are recycled or not", () => {
  setRandomSeed(1);
  const source = new ArraySource(data, samples, { batchSize: 2, shuffle: true });
  for (const recycled of [false, true, true]) {
    const seen = epoch(source, (batch) => recycled && batch.recycle?.());
    expect(seen.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  }
});

it("uses the memory of batches that were recycled, and of no others", () => {
  const source = new ArraySource(data, samples, { batchSize: 2, shuffle: "batch" });
  const [kept, given] = [new Set<unknown>(), new Set<unknown>()];
  epoch(source, (batch) => kept.add(batch.y));
  expect(kept.size).toBe(4);
  epoch(source, (batch) => {
    expect(kept.has(batch.y)).toBe(false);
    given.add(batch.y);
    batch.recycle?.();
  });
  expect(given.size).toBe(2); // one of full size, and the short last one
});
