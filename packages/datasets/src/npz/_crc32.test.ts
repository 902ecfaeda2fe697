import { crc32 as crc32OfNode } from "node:zlib";
import { expect, it } from "vitest";
import { crc32 } from "./_crc32.ts";

it("gives the check value of CRC-32, and agrees with Node", () => {
  expect(crc32(new TextEncoder().encode("123456789"))).toBe(0xcbf43926);
  expect(crc32(new Uint8Array())).toBe(0);
  const bytes = Uint8Array.from({ length: 1000 }, (_, i) => (i * 31) >> 2);
  expect(crc32(bytes)).toBe(crc32OfNode(bytes));
});
