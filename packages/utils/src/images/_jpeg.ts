import { ConfigError, OptionError, refusal } from "@hornbeam/core";
import type { Decoded } from "./_png.ts";
import type { Picture } from "./picture.ts";

/** What Pillow writes JPEG files with. */
const quality = 75;

/** The bytes of a JPEG file of a picture; how opaque pixels are is lost. */
export async function encodeJpeg({ mode, width, height, data }: Picture, action: string): Promise<Uint8Array> {
  if (mode === "I") {
    throw refusal(OptionError, { action, expected: "grey values must be in [0, 255] for JPEG", received: Math.max(...data) }); // biome-ignore format: one line
  }
  const { encode } = await library();
  const channels = { L: 1, RGB: 3, RGBA: 4 }[mode];
  const rgba = new Uint8Array(width * height * 4).fill(255);
  for (let from = 0, to = 0; to < rgba.length; from += channels, to += 4) {
    for (let i = 0; i < 3; i++) rgba[to + i] = data[from + (channels === 1 ? 0 : i)]!;
  }
  return Uint8Array.from(encode({ width, height, data: rgba }, quality).data);
}

/** The pixels of a JPEG file, of three channels. */
export async function decodeJpeg(bytes: Uint8Array, action: string): Promise<Decoded> {
  const { decode } = await library();
  try {
    const { width, height, data } = decode(bytes, { useTArray: true, formatAsRGBA: false });
    return { width, height, depth: 8, channels: 3, data };
  } catch (cause) {
    const expected = "it must be a JPEG file that is not damaged";
    throw refusal(ConfigError, { action, expected, received: (cause as Error).message, cause });
  }
}

/** Node and bundlers differ in where they put the exports of a CommonJS module. */
async function library(): Promise<typeof import("jpeg-js")> {
  const module = (await import("jpeg-js")) as typeof import("jpeg-js") & { default?: typeof import("jpeg-js") };
  return module.default ?? module;
}
