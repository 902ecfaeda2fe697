import type { PlainArray } from "./_array.ts";

/** The values that are black and white. */
export type Range = readonly [low: number, high: number];

/** 0 to 255 for bytes, 0 to 1 for booleans and for numbers within it, else from the least value to the greatest. */
export function rangeOf({ data, dtype }: PlainArray): Range {
  if (dtype === "uint8") return [0, 255];
  if (dtype === "bool") return [0, 1];
  let [low, high] = [Infinity, -Infinity];
  let whole = true;
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!;
    if (!Number.isFinite(value)) continue;
    [low, high] = [Math.min(low, value), Math.max(high, value)];
    whole &&= Number.isInteger(value);
  }
  if (low > high) return [0, 1];
  if (whole && low >= 0 && high > 1 && high <= 255) return [0, 255]; // bytes that became floats
  if (low >= 0 && high <= 1) return [0, 1];
  return low < high ? [low, high] : [low - 0.5, high + 0.5];
}

/** What stands for a value that is not a number: a colour that no grey picture has. */
const lost = [214, 41, 176] as const;

/** Bytes of one picture, grey or RGB: `255 · (value - low) / (high - low)`, kept within 0 and 255. */
export function toBytes(
  data: ArrayLike<number>,
  from: number,
  size: { readonly pixels: number; readonly channels: 1 | 3 },
  [low, high]: Range,
): { bytes: Uint8Array; channels: 1 | 3 } {
  const { pixels, channels } = size;
  const bytes = new Uint8Array(pixels * channels);
  let holes = false;
  for (let i = 0; i < bytes.length; i++) {
    const value = data[from + i]!;
    holes ||= Number.isNaN(value);
    bytes[i] = Math.round(Math.min(1, Math.max(0, (value - low) / (high - low))) * 255);
  }
  if (!holes) return { bytes, channels };
  const colored = new Uint8Array(pixels * 3);
  for (let pixel = 0; pixel < pixels; pixel++) {
    const own = channels === 1 ? [0, 0, 0] : [0, 1, 2];
    const missing = own.some((channel) => Number.isNaN(data[from + pixel * channels + channel]));
    for (let c = 0; c < 3; c++) colored[pixel * 3 + c] = missing ? lost[c]! : bytes[pixel * channels + own[c]!]!;
  }
  return { bytes: colored, channels: 3 };
}
