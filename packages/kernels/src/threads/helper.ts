import { KernelError } from "../errors.ts";
import { helperSource } from "./_helper-source.ts";

/** What a helper needs: the compiled module, whether its tiles are wide, the memory, the address of `control` in it, and its number. */
export interface HelperData {
  readonly module: WebAssembly.Module;
  readonly wide: boolean;
  readonly memory: WebAssembly.Memory;
  readonly address: number;
  readonly number: number;
}

/** A started thread. */
export interface Helper {
  /** Settles when it has left or was ended. */
  readonly ended: Promise<void>;
  /** Ends it, wherever it is. */
  end(): void;
}

interface NodeWorker {
  on(event: "message" | "error" | "exit", listener: (value: unknown) => void): void;
  unref(): void;
  terminate(): Promise<unknown>;
}

interface WorkerThreads {
  readonly Worker: new (source: string, options: object) => NodeWorker;
}

/**
 * Starts a helper; the promise settles when it is ready to work. It never keeps Node alive, nor does the promise.
 *
 * @throws {KernelError} when no thread can be started here.
 */
export async function startHelper(data: HelperData): Promise<Helper> {
  const { process } = globalThis as { process?: { getBuiltinModule?(name: string): unknown } };
  const threads = process?.getBuiltinModule?.("node:worker_threads") as WorkerThreads | undefined;
  try {
    return await (threads ? inNode(threads, data) : inPage(data));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new KernelError(
      `Cannot start a thread: the environment must allow workers, received ${reason}\n` +
        "A page with a content security policy needs blob: in worker-src.",
      { cause },
    );
  }
}

function inNode({ Worker }: WorkerThreads, workerData: HelperData): Promise<Helper> {
  // no execArgv: loaders and hooks of the program are not the helper's
  const worker = new Worker(helperSource, { eval: true, workerData, execArgv: [], name: "hornbeam" });
  const ended = new Promise<void>((resolve) => {
    worker.on("exit", () => resolve());
  });
  return new Promise((resolve, reject) => {
    worker.on("error", reject);
    worker.on("exit", () => reject(new Error("a thread that ended")));
    worker.on("message", () => resolve({ ended, end: () => void worker.terminate() }));
    worker.unref(); // last: to listen for messages is to keep Node alive
  });
}

function inPage(data: HelperData): Promise<Helper> {
  const url = URL.createObjectURL(new Blob([helperSource], { type: "text/javascript" }));
  const worker = new Worker(url, { name: "hornbeam" });
  return new Promise((resolve, reject) => {
    let over: () => void;
    const ended = new Promise<void>((settle) => {
      over = settle;
    });
    const end = () => {
      worker.terminate();
      over();
    };
    worker.onerror = (event) => reject(new Error(event.message || "an error without a message"));
    worker.onmessage = ({ data: text }) => {
      URL.revokeObjectURL(url);
      if (text === "ready") resolve({ ended, end });
      else end(); // it has left, or failed
    };
    worker.postMessage(data);
  });
}
