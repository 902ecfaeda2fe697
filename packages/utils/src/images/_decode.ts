import { ConfigError, refusal } from "@hornbeam/core";
import { decodeBmp } from "./_bmp.ts";
import { decodeGif } from "./_gif.ts";
import { decodeJpeg } from "./_jpeg.ts";
import { type Decoded, decode as decodePng } from "./_png.ts";

/** The pixels of a PNG, JPEG, GIF or BMP file, told apart by its first bytes. */
export async function decode(bytes: Uint8Array, action: string): Promise<Decoded> {
  const begins = (...signature: readonly number[]): boolean => signature.every((byte, i) => bytes[i] === byte);
  if (begins(0x89, 0x50, 0x4e, 0x47)) return decodePng(bytes, action);
  if (begins(0xff, 0xd8, 0xff)) return decodeJpeg(bytes, action);
  if (begins(0x47, 0x49, 0x46, 0x38)) return attempt(() => decodeGif(bytes), "GIF", action);
  if (begins(0x42, 0x4d)) return attempt(() => decodeBmp(bytes), "BMP", action);
  const expected = "it must be a PNG, JPEG, GIF or BMP file";
  throw refusal(ConfigError, { action, expected, receivedAs: "bytes that begin with", received: [...bytes.subarray(0, 8)] }); // biome-ignore format: one line
}

function attempt(read: () => Decoded, format: string, action: string): Decoded {
  try {
    return read();
  } catch (cause) {
    const expected = `it must be a ${format} file that is not damaged`;
    throw refusal(ConfigError, { action, expected, received: (cause as Error).message, cause });
  }
}
