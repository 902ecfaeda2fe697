import { ConfigError, KerasError, refusal } from "@hornbeam/core";

const gzipMagic = [0x1f, 0x8b];
/** Up to this size nothing is a bomb, whatever made it. */
const harmless = 16 * 2 ** 20;
/** Data sets of pictures and texts compress to a tenth; runs of one byte to a thousandth. */
const largestRatio = 100;
// fed in parts, since a browser inflates all of a part before anything is read
const partSize = 16_384;

export function isGzip(bytes: Uint8Array): boolean {
  return gzipMagic.every((byte, i) => bytes[i] === byte);
}

export interface GunzipOptions {
  readonly action: string;
  /** Most bytes that may come out; by the size of what goes in unless given. */
  readonly maxBytes: number | undefined;
  readonly signal: AbortSignal | undefined;
}

/** Inflates gzip, and stops as soon as more comes out than its size allows. */
export async function gunzip(
  bytes: Uint8Array<ArrayBuffer>,
  { action, maxBytes = Math.max(harmless, largestRatio * bytes.length), signal }: GunzipOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new DecompressionStream("gzip");
  const reader = stream.readable.getReader();
  feed(stream.writable.getWriter(), bytes).catch(() => {}); // the reader meets the same error
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for (;;) {
      signal?.throwIfAborted();
      const { done, value } = await reader.read();
      if (done) break;
      size += value.length;
      if (size > maxBytes) {
        throw refusal(ConfigError, {
          action,
          expected: `its ${bytes.length} bytes must not inflate to more than the limit of ${maxBytes}`,
          hint: "Raise `maxBytes` if you trust the file.",
        });
      }
      parts.push(value);
    }
  } catch (cause) {
    await reader.cancel().catch(() => {}); // it may have failed already
    signal?.throwIfAborted();
    if (cause instanceof KerasError) throw cause;
    const received = `${(cause as Error).message} after ${size} bytes`;
    throw refusal(ConfigError, { action, expected: "its compressed data must not be corrupt", received, cause });
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

async function feed(writer: WritableStreamDefaultWriter<BufferSource>, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  for (let from = 0; from < bytes.length; from += partSize) {
    await writer.ready;
    await writer.write(bytes.subarray(from, from + partSize));
  }
  await writer.close();
}
