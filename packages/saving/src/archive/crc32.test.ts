import { expect, it } from "vitest";
import { crc32, portableCrc32 } from "./crc32.ts";

const ascii = (text: string) => new TextEncoder().encode(text);

it("gives the check value that the sum is known by", () => {
  expect(crc32(ascii("123456789"))).toBe(0xcbf43926);
});

it("is zero for no bytes, and does not sum the bytes' sign", () => {
  expect(crc32(new Uint8Array(0))).toBe(0);
  expect(crc32(Uint8Array.of(255, 255, 255, 255))).toBe(0xffffffff);
});

it("agrees with a sum bit by bit for every length up to 17, from any offset", () => {
  const bytes = Uint8Array.from({ length: 40 }, (_, i) => (i * 73 + 11) & 255);
  for (let start = 0; start < 4; start++) {
    for (let length = 0; length <= 17; length++) {
      const part = bytes.subarray(start, start + length);
      let sum = 0xffffffff;
      for (const byte of part) {
        sum ^= byte;
        for (let bit = 0; bit < 8; bit++) sum = (sum & 1 ? 0xedb88320 : 0) ^ (sum >>> 1);
      }
      expect(crc32(part)).toBe(~sum >>> 0);
    }
  }
});

it("continues a sum, and is the same by either way", () => {
  const bytes = Uint8Array.from({ length: 1001 }, (_, i) => (i * 37) & 255);
  for (const sum of [crc32, portableCrc32]) {
    expect(sum(bytes.subarray(313), sum(bytes.subarray(0, 313)))).toBe(crc32(bytes));
  }
});

it("is what it was after no bytes, whatever buffer they are of", () => {
  for (const none of [new Uint8Array(0), new Uint8Array(8).subarray(8), new Uint8Array(new Float32Array(0).buffer)])
    expect(crc32(none, 0xcbf43926)).toBe(0xcbf43926);
});
