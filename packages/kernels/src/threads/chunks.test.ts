import { describe, expect, it } from "vitest";
import type { Arguments } from "../abi.ts";
import { chunkOf } from "./chunks.ts";

const image = { h: 32, w: 32, oh: 32, ow: 32, cin: 32, cout: 32, top: 1, left: 1, x: 0, y: 0, bias: 0, flags: 0 };
const conv: Arguments<"conv2d"> = { ...image, ph: 34, pw: 34, kh: 3, kw: 3, sh: 1, sw: 1, panels: 0 };
const winograd = (tiles: number): Arguments<"winograd"> => ({ ...image, taps: 3, tiles, block: 30, planes: 0 });

describe("chunks", () => {
  it("are bands of rows of a single image, and whole images where there are enough of them", () => {
    // a row is 32 x 32 x 288 products: 12 microseconds; the rows of a chunk share what is read of the filter
    expect(chunkOf("conv2d", 32, conv)).toBe(4);
    expect(chunkOf("conv2d", 4 * 32, conv)).toBe(4);
    expect(chunkOf("conv2d", 16 * 32, conv)).toBe(32);
    expect(chunkOf("conv2d", 64 * 32, conv)).toBe(64);
    expect(chunkOf("conv2d", 100 * 32, conv)).toBe(128);
  });
  it("are six tiles of Winograd's convolution, and whole blocks where there are enough of those", () => {
    expect(chunkOf("winograd", 11, winograd(64))).toBe(1);
    expect(chunkOf("winograd", 79, winograd(474))).toBe(3);
    expect(chunkOf("winograd", 80, winograd(480))).toBe(5);
    expect(chunkOf("winograd", 683, winograd(4096))).toBe(25);
  });
  it("are not made of what is done before others are awake", () => {
    expect(chunkOf("conv2d", 8, { ...conv, oh: 8, ow: 8, cin: 3, cout: 16 })).toBe(0);
    expect(chunkOf("unary", 10_000, { kind: 0, x: 0, y: 0 })).toBe(0);
  });
  it("of numbers are whole vectors and tiles", () => {
    expect(chunkOf("unary", 100_000, { kind: 0, x: 0, y: 0 })).toBe(6672);
  });
});
