import { running } from "../current.ts";
import { KernelError } from "../errors.ts";

let wanted: number | undefined;

/** Why threads cannot share memory here, if they cannot. */
function obstacle(): string | undefined {
  if (typeof SharedArrayBuffer === "function") return undefined;
  return "a page that is not\nServe it with `Cross-Origin-Opener-Policy: same-origin` and `Cross-Origin-Embedder-Policy: require-corp`.";
}

/** How many threads kernels shall use from their start on. */
export function threadsAtStart(): number {
  return wanted ?? 1;
}

/**
 * How many threads kernels use, the calling one among them: 1 unless {@link setThreads} was told otherwise.
 *
 * @example
 * getThreads(); // 1
 */
export function getThreads(): number {
  const kernels = running();
  return kernels ? (kernels.runtime.pool?.threads ?? 1) : threadsAtStart();
}

/**
 * Lets kernels use several threads. Results are the same, bit for bit, whatever the number.
 *
 * Call it before anything is computed: memory is shared from the start on, or not at all; where it is, the number can be
 * changed at any time. The promise settles when the threads are ready; until then, work is done by those that are. They keep
 * no program alive. Not more than the machine has cores is useful.
 *
 * Needs Node, or a page that is cross-origin isolated. The main thread of a page may not sleep, so it spins while it waits for
 * the others: train in a worker there. TensorFlow's name for it is `config.threading.set_intra_op_parallelism_threads`.
 *
 * @throws {KernelError} when the number is not a positive integer, memory cannot be shared, or the kernels run in memory that is not.
 * @see https://www.tensorflow.org/api_docs/python/tf/config/threading/set_intra_op_parallelism_threads
 * @example
 * await setThreads(2);
 */
export async function setThreads(threads: number): Promise<void> {
  if (!Number.isInteger(threads) || threads < 1 || threads > 256) {
    throw new KernelError(`Cannot set the number of threads: it must be an integer from 1 to 256, received ${threads}`);
  }
  const why = threads > 1 ? obstacle() : undefined;
  if (why)
    throw new KernelError(`Cannot use ${threads} threads: the page must be cross-origin isolated, received ${why}`);
  const kernels = running();
  if (!kernels) {
    wanted = threads;
    return;
  }
  const { pool } = kernels.runtime;
  if (pool) await pool.resize(threads);
  else if (threads > 1) {
    throw new KernelError(
      `Cannot use ${threads} threads: the kernels must not have started, received kernels in memory of one thread\n` +
        "Call `setThreads` before anything is computed.",
    );
  }
}
