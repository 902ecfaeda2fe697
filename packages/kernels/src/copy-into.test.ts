import { expect, it } from "vitest";
import { copyInto } from "./copy-into.ts";

const plain = () => new Uint8Array(1 << 17).fill(255);
const shared = () => new Uint8Array(new SharedArrayBuffer(1 << 17)).fill(255);

it("puts bytes where they belong and nowhere else, however both sides lie, in plain and in shared memory", () => {
  const source = Uint8Array.from({ length: 80_000 }, (_, i) => (i * 7 + (i >> 8)) % 251);
  for (const make of [plain, shared]) {
    for (const length of [0, 1, 511, 512, 1003, 32_768, 32_769, 70_001]) {
      for (const [from, to] of [
        [0, 0],
        [4, 0],
        [0, 4],
        [3, 16],
        [5, 1],
        [4, 1004],
      ] as const) {
        // biome-ignore format: one line
        const memory = make();
        copyInto(memory, source.subarray(from, from + length), to);
        const found = Buffer.from(Buffer.from(memory.buffer as ArrayBuffer, to, length));
        expect(found.equals(source.subarray(from, from + length)), `${length} bytes from ${from} to ${to}`).toBe(true);
        expect(memory[to + length]).toBe(255);
        if (to > 0) expect(memory[to - 1]).toBe(255);
      }
    }
  }
});
