import type { ByteCollector } from "./_byte-collector.ts";

/** Gathers a stream's bytes; cancels it where they are too many or the signal is aborted. */
export async function addStream(
  stream: ReadableStream<Uint8Array>,
  collector: ByteCollector,
  signal: AbortSignal | undefined,
): Promise<void> {
  const reader = stream.getReader();
  try {
    for (;;) {
      signal?.throwIfAborted();
      const { done, value } = await reader.read();
      if (done) return;
      collector.add(value);
    }
  } catch (error) {
    await reader.cancel().catch(() => undefined);
    throw error;
  }
}
