import { describe, expect, it } from "vitest";
import { fromBfloat16, fromFloat16, toBfloat16, toFloat16 } from "./half.ts";

const all = Uint16Array.from({ length: 65536 }, (_, i) => i);
/** Bits of a signalling NaN become those of a quiet one, where the machine does so. */
const differing = (back: Uint16Array) => [...all].filter((bits) => back[bits] !== bits);

describe("half-precision numbers", () => {
  it("come back bit by bit, all but signalling NaNs", () => {
    expect(differing(toFloat16(fromFloat16(all))).every((bits) => (bits & 0x7c00) === 0x7c00 && bits & 0x3ff)).toBe(
      true,
    );
    expect(differing(toBfloat16(fromBfloat16(all))).every((bits) => (bits & 0x7f80) === 0x7f80 && bits & 0x7f)).toBe(
      true,
    );
  });

  it("have the values of their formats", () => {
    const halves = Uint16Array.of(0x3c00, 0xc000, 0x7bff, 0x0001, 0x0400, 0x8000, 0xfc00, 0x7e00);
    expect([...fromFloat16(halves)]).toEqual([1, -2, 65504, 2 ** -24, 2 ** -14, -0, -Infinity, NaN]);
    expect([...fromBfloat16(Uint16Array.of(0x3f80, 0xc049, 0x7f80))]).toEqual([1, -3.140625, Infinity]);
  });

  it("round to the nearest, ties to even", () => {
    const bits = (values: number[]) => [...toFloat16(values)];
    expect(bits([2049, 2051, 2050])).toEqual([0x6800, 0x6802, 0x6801]);
    expect(bits([65519, 65520, -1e9])).toEqual([0x7bff, 0x7c00, 0xfc00]);
    expect(bits([2 ** -25, 3 * 2 ** -25, 2 ** -25 * 1.01, -1e-30])).toEqual([0, 2, 1, 0x8000]);
    expect(bits([1023.5 * 2 ** -24])).toEqual([0x0400]); // up into the normal numbers
    expect([...toBfloat16([1 + 2 ** -8, 1 + 3 * 2 ** -8, NaN])]).toEqual([0x3f80, 0x3f82, 0x7fc0]);
  });
});
