import { ConfigError, refusal } from "@hornbeam/core";

/** How far a download has come. */
export interface DownloadProgress {
  /** Bytes received. */
  readonly received: number;
  /** Bytes in all, or null where the server does not say. */
  readonly total: number | null;
}

export interface DownloadOptions {
  /** Begins the errors: `get file "mnist.npz"`. */
  readonly action: string;
  /** The way out when the network is of no help. */
  readonly hint: string;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((progress: DownloadProgress) => void) | undefined;
}

const largest = 2 ** 31;

/** The bytes behind a URL. Errors name it without its query, which may hold a secret. */
export async function download(origin: URL, options: DownloadOptions): Promise<Uint8Array<ArrayBuffer>> {
  const { action, hint, signal, onProgress } = options;
  const source = origin.origin + origin.pathname;
  const network = async <T>(expected: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (cause) {
      signal?.throwIfAborted();
      const received = reasonOf(cause);
      throw refusal(ConfigError, { action, expected: `${source} must be ${expected}`, received, hint, cause });
    }
  };
  const response = await network("reachable", () => fetch(origin, signal ? { signal } : {}));
  if (!response.ok) {
    await response.body?.cancel();
    const received = `${response.status} ${response.statusText}`.trim();
    throw refusal(ConfigError, { action, expected: `${source} must answer with the file`, received, hint });
  }
  const total = declaredLength(response.headers);
  const reader = response.body?.getReader();
  const chunks: Uint8Array[] = [];
  let received = 0;
  while (reader !== undefined) {
    const { done, value } = await network("received to its end", () => reader.read());
    if (done) break;
    chunks.push(value);
    received += value.length;
    try {
      checkSize(received, source, action);
      onProgress?.({ received, total: total !== null && total >= received ? total : null });
    } catch (error) {
      await reader.cancel();
      throw error;
    }
  }
  return joined(chunks, received);
}

function checkSize(received: number, source: string, action: string): void {
  if (received <= largest) return;
  throw refusal(ConfigError, { action, expected: `${source} must be no larger than ${largest} bytes` });
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** The length that the server declares, unless it is that of an encoding which the bytes no longer have. */
function declaredLength(headers: Headers): number | null {
  const length = Number(headers.get("content-length") ?? Number.NaN);
  return Number.isSafeInteger(length) && length > 0 && !headers.has("content-encoding") ? length : null;
}

/** `fetch failed (ECONNREFUSED)`: Node keeps what happened in the cause. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as { message: string; cause?: { code?: unknown; message?: unknown } };
  const detail = cause?.code ?? cause?.message;
  return typeof detail === "string" && detail !== "" ? `${message} (${detail})` : message;
}
