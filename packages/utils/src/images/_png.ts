import { ConfigError, OptionError, refusal } from "@hornbeam/core";
import type { Picture } from "./picture.ts";

/** What a PNG file holds; samples are of 8 bits unless `depth` is 16. */
export interface Decoded {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly channels: number;
  readonly data: ArrayLike<number>;
}

/** The bytes of a PNG file of a picture. */
export async function encode({ mode, width, height, data }: Picture, action: string): Promise<Uint8Array> {
  const png = await import("fast-png");
  if (mode !== "I") {
    return png.encode({ width, height, data: data as Uint8Array, depth: 8, channels: { L: 1, RGB: 3, RGBA: 4 }[mode] });
  }
  const tooLarge = (data as Int32Array).find((value) => value < 0 || value > 65_535);
  if (tooLarge !== undefined) {
    throw refusal(OptionError, { action, expected: "grey values must be in [0, 65535] for PNG", received: tooLarge });
  }
  return png.encode({ width, height, data: Uint16Array.from(data), depth: 16, channels: 1 });
}

/** The pixels of a PNG file, palettes and small depths spread out. */
export async function decode(bytes: Uint8Array, action: string): Promise<Decoded> {
  const png = await import("fast-png");
  const refuse = (received: unknown, cause?: unknown): ConfigError =>
    refusal(ConfigError, { action, expected: "it must be a PNG file that is not damaged", received, cause });
  if (!png.hasPngSignature(bytes)) throw refuse(bytes.subarray(0, 8));
  try {
    const decoded = png.decode(bytes, { checkCrc: true });
    const { width, height, depth, channels, data, palette } = decoded;
    if (palette) {
      return { width, height, depth: 8, channels: palette[0]!.length, data: png.convertIndexedToRgb(decoded) };
    }
    if (depth >= 8) return { width, height, depth, channels, data };
    return { width, height, depth: 8, channels, data: unpacked(data, width * channels, height, depth) };
  } catch (cause) {
    throw refuse((cause as Error).message, cause);
  }
}

/** Samples of 1, 2 or 4 bits, which are packed row by row, as grey values up to 255. */
function unpacked(data: ArrayLike<number>, perRow: number, rows: number, depth: number): Uint8Array {
  const stride = Math.ceil((perRow * depth) / 8);
  const most = 2 ** depth - 1;
  const samples = new Uint8Array(perRow * rows);
  for (let i = 0; i < samples.length; i++) {
    const at = (i % perRow) * depth;
    const byte = data[Math.floor(i / perRow) * stride + (at >> 3)]!;
    samples[i] = (((byte >> (8 - depth - (at & 7))) & most) * 255) / most;
  }
  return samples;
}
