import { describe, expect, it } from "vitest";
import { Arenas } from "./arenas.ts";
import type { RecordedBackend } from "./backend.ts";

/** Memory that only counts. */
function fake() {
  const taken = new Map<number, number>();
  let next = 1024;
  const wasm = {
    _malloc: (bytes: number) => {
      const address = next;
      next += bytes;
      taken.set(address, bytes);
      return address;
    },
    _free: (address: number) => {
      taken.delete(address);
    },
  };
  return { taken, arenas: new Arenas({ wasm } as unknown as RecordedBackend) }; // an arena asks for no more
}

describe("Arenas", () => {
  it("gives programs the same memory, as long as it is large enough", () => {
    const { taken, arenas } = fake();
    const [first, second, larger, third] = [100, 60, 200, 80].map((bytes) => arenas.take(bytes));
    expect(second!.address).toBe(first!.address);
    expect(larger!.address).not.toBe(first!.address);
    expect(third!.address).toBe(first!.address);
    expect([...taken.values()]).toEqual([100, 200]);
  });
  it("frees memory with the last program that has it", () => {
    const { taken, arenas } = fake();
    const [first, second] = [100, 60].map((bytes) => arenas.take(bytes));
    first!.release();
    expect(taken.size).toBe(1);
    second!.release();
    expect(taken.size).toBe(0);
    expect(arenas.take(50).address).toBe(1124);
  });
});
