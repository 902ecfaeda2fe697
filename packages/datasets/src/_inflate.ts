import { ConfigError, KerasError, refusal } from "@hornbeam/core";

/** What is compressed, and what it must be. */
export interface Inflation {
  readonly format: "gzip" | "deflate-raw";
  /** Bytes that must come out. */
  readonly size: number;
  /** Begins the errors: `read "x.npy" in npz`. */
  readonly action: string;
  readonly signal?: AbortSignal | undefined;
}

/** Deflate makes at most so many bytes of one: a file that declares more lies. */
export const largestRatio = 1032;

// fed in parts, since a browser inflates all of a part before anything is read
const partSize = 16_384;

/** Inflates bytes off the main thread where the platform can; never holds much more than the declared size. */
export async function inflate(
  bytes: Uint8Array<ArrayBuffer>,
  { format, size, action, signal }: Inflation,
): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new DecompressionStream(format);
  const reader = stream.readable.getReader();
  const feeding = feed(stream.writable.getWriter(), bytes);
  feeding.catch(() => {}); // the reader meets the same error
  const target = new Uint8Array(size);
  let at = 0;
  try {
    for (;;) {
      signal?.throwIfAborted();
      const { done, value } = await reader.read();
      if (done) break;
      if (at + value.length > size) {
        throw refusal(ConfigError, {
          action,
          expected: `it must not inflate to more than the ${size} bytes it declares`,
        });
      }
      target.set(value, at);
      at += value.length;
    }
  } catch (cause) {
    await reader.cancel().catch(() => {}); // it may have failed already
    signal?.throwIfAborted();
    if (cause instanceof KerasError) throw cause;
    const received = `${(cause as Error).message} after ${at} bytes`;
    throw refusal(ConfigError, { action, expected: "its compressed data must not be corrupt", received, cause });
  }
  if (at === size) return target;
  throw refusal(ConfigError, { action, expected: `it must inflate to the ${size} bytes it declares`, received: at });
}

async function feed(writer: WritableStreamDefaultWriter<BufferSource>, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  for (let from = 0; from < bytes.length; from += partSize) {
    await writer.ready;
    await writer.write(bytes.subarray(from, from + partSize));
  }
  await writer.close();
}
