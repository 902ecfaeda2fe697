import { OptionError, StateError } from "@hornbeam/core";
import { describe, expect, it } from "vitest";
import { PyDataset } from "./py-dataset.ts";

class Squares extends PyDataset<number> {
  length: number | null = 4;
  readonly asked: number[] = [];
  getItem(index: number): number {
    this.asked.push(index);
    return index ** 2;
  }
}

async function listOf<T>(batches: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const batch of batches) list.push(batch);
  return list;
}

describe("PyDataset", () => {
  it("gives its batches from the first to the last, anew each time", async () => {
    const squares = new Squares();
    expect(await listOf(squares)).toEqual([0, 1, 4, 9]);
    expect(await listOf(squares)).toEqual([0, 1, 4, 9]);
  });

  it("gives them in another order when told", async () => {
    expect(await listOf(new Squares().inOrder(Int32Array.of(2, 0, 3)))).toEqual([4, 0, 9]);
  });

  it("makes as many batches at once as there are workers", async () => {
    for (const [workers, asked] of [
      [1, [0]],
      [3, [0, 1, 2]],
      [9, [0, 1, 2, 3]],
    ] as const) {
      const squares = new Squares({ workers });
      const batches = squares[Symbol.asyncIterator]();
      expect(await batches.next()).toEqual({ done: false, value: 0 });
      expect(squares.asked).toEqual(asked);
      expect(await listOf(batches)).toEqual([1, 4, 9]);
    }
  });

  it("goes on without end where its length is null", async () => {
    const squares = new Squares();
    squares.length = null;
    const seen: number[] = [];
    for await (const square of squares) if (seen.push(square) === 6) break;
    expect(seen).toEqual([0, 1, 4, 9, 16, 25]);
  });

  it("passes on what goes wrong in getItem, for the batch that is asked for only", async () => {
    class Failing extends Squares {
      override getItem(index: number): number {
        if (index === 1) throw new Error("no batch 1");
        return index;
      }
    }
    const batches = new Failing({ workers: 2 })[Symbol.asyncIterator]();
    expect((await batches.next()).value).toBe(0);
    await expect(batches.next()).rejects.toThrow("no batch 1");
  });

  it("refuses unknown options, no workers, and a length that is no count", async () => {
    expect(() => new Squares({ useMultiprocessing: true } as never)).toThrow(
      "Cannot make a PyDataset: unknown option `useMultiprocessing`\nKnown options: workers.",
    );
    expect(() => new Squares({ workers: 0 })).toThrow(OptionError);
    const squares = new Squares();
    squares.length = 1.5;
    const first = squares[Symbol.asyncIterator]().next();
    await expect(first).rejects.toThrow(StateError);
    await expect(first).rejects.toThrow(
      "Cannot iterate over a PyDataset: `length` must be its number of batches, or null where they have no end, received 1.5",
    );
  });
});
