import { running } from "../current.ts";
import { KernelError } from "../errors.ts";
import { maySleep, sensibleThreads } from "./sensible-threads.ts";

let wanted: number | undefined;

/** Whether memory can be shared here. */
export function canShare(): boolean {
  return typeof SharedArrayBuffer === "function";
}

/** How many threads were asked for before the start. */
export function threadsAskedFor(): number | undefined {
  return wanted;
}

/**
 * How many threads kernels use, the calling one among them: as many as there are cores, eight at most, unless {@link setThreads}
 * was told otherwise. One where memory cannot be shared, and on the main thread of a page.
 *
 * @example
 * await setThreads(1);
 * getThreads(); // 1
 */
export function getThreads(): number {
  const kernels = running();
  if (kernels) return kernels.runtime.pool?.threads ?? 1;
  return wanted ?? (canShare() ? sensibleThreads() : 1);
}

/** Why there is one thread; nothing where there are several. */
export function whyOneThread(): string | undefined {
  if (getThreads() > 1) return undefined;
  if (!canShare()) {
    const { crossOriginIsolated } = globalThis as { crossOriginIsolated?: boolean };
    return crossOriginIsolated === false ? "the page is not cross-origin isolated" : "this engine has no shared memory";
  }
  if (wanted === 1) return "setThreads(1) was called";
  const kernels = running();
  if (kernels && !kernels.runtime.pool) {
    return "there was no room for shared memory, or another TensorFlow.js has started the backend";
  }
  if (!maySleep()) return "the main thread of a page may not sleep: train in a worker, or call setThreads";
  if (sensibleThreads() === 1) return "there is one core";
  return "a thread could not be started or has failed: setThreads starts new ones, or says why not";
}

/**
 * Sets how many threads kernels use, the calling one among them. Results are the same, bit for bit, whatever the number.
 *
 * It can be called at any time, and is seldom needed: as many threads as there are cores, eight at most, start by themselves when
 * a program has worked for some 20 milliseconds on what several of them could share. After this call they start at once (with the
 * kernels if those have not started), and the promise settles when they are ready. They keep no program alive.
 *
 * Needs Node, or a page that is cross-origin isolated. The main thread of a page uses one thread unless told otherwise here: it may
 * not sleep, so it spins while it waits for the others. Train in a worker there. TensorFlow's name for this is
 * `config.threading.set_intra_op_parallelism_threads`.
 *
 * @throws {KernelError} when the number is not a positive integer, memory cannot be shared, or no thread can be started.
 * @see https://www.tensorflow.org/api_docs/python/tf/config/threading/set_intra_op_parallelism_threads
 * @example
 * await setThreads(2);
 * getThreads(); // 2
 */
export async function setThreads(threads: number): Promise<void> {
  if (!Number.isInteger(threads) || threads < 1 || threads > 256) {
    throw new KernelError(`Cannot set the number of threads: it must be an integer from 1 to 256, received ${threads}`);
  }
  if (threads > 1 && !canShare()) {
    throw new KernelError(
      `Cannot use ${threads} threads: the page must be cross-origin isolated, received a page that is not\n` +
        "Serve it with `Cross-Origin-Opener-Policy: same-origin` and `Cross-Origin-Embedder-Policy: require-corp`.",
    );
  }
  wanted = threads;
  const kernels = running();
  if (!kernels) return;
  const { pool } = kernels.runtime;
  if (pool) await pool.resize(threads);
  else if (threads > 1) {
    throw new KernelError(
      `Cannot use ${threads} threads: the kernels must run in shared memory, received memory of one thread\n` +
        "There was no room for shared memory, or another TensorFlow.js on the page has started the backend.",
    );
  }
}
