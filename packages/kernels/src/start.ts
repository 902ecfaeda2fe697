import {
  _backendKernels,
  _createBackend,
  engine,
  type KernelBackend,
  type KernelConfig,
  registerBackend,
  removeBackend,
  setBackend,
  version_core,
} from "@hornbeam/kernels/tfjs";
import { copyInto } from "./copy-into.ts";
import { current, setCurrent } from "./current.ts";
import { memoryOf, type WasmBackend } from "./direct-runtime.ts";
import { checkEngine } from "./engine.ts";
import { KernelError } from "./errors.ts";
import { guardMemory } from "./guard-memory.ts";
import { supports, type Variant } from "./load-module.ts";
import { makeRuntime } from "./make-runtime.ts";
import { readBinary } from "./read-binary.ts";
import { growTable } from "./recording/backend.ts";
import { hearStockCalls } from "./recording/stock-calls.ts";
import { replaceGradients, replaceKernels, trainingGradients, trainingKernels } from "./register.ts";
import { sensibleThreads } from "./threads/sensible-threads.ts";
import { shareMemory } from "./threads/share-memory.ts";
import { canShare, getThreads, threadsAskedFor, whyOneThread } from "./threads/threads.ts";
import { checkWidth, type VectorWidth, widthAskedFor } from "./vector-width.ts";

/** Options of {@link start}. */
export interface StartOptions {
  /** Where the backend's binary is, if not beside this package's modules. */
  readonly wasmUrl?: string | URL;
  /** The build to run; the fastest that this engine supports by default. */
  readonly variant?: Variant;
  /** Bits of the vectors; the faster ones by default, see {@link setVectorWidth}. */
  readonly vectorWidth?: VectorWidth | undefined;
  /** Whether to compute in the backend's own memory where possible; `false` copies, which tests use. */
  readonly zeroCopy?: boolean;
  /** Whether threads can share the memory, where that is possible; `false` is for tests, too. */
  readonly sharedMemory?: boolean;
}

/** What runs, see {@link info}. */
export interface KernelInfo {
  /** `"relaxed"` has fused multiply-add instructions, `"simd"` has not. */
  readonly variant: Variant;
  /** Bits of the vectors that they compute with, see {@link setVectorWidth}. */
  readonly vectorWidth: VectorWidth;
  /** Whether kernels compute in the backend's memory, or copy. */
  readonly zeroCopy: boolean;
  /** Version of the TensorFlow.js inside. */
  readonly tfjs: string;
  /** How many threads work from when it is worth their start, the calling one among them. */
  readonly threads: number;
  /** Why there is only one; absent where there are several. */
  readonly oneThreadBecause?: string;
}

let starting: Promise<void> | undefined;

/**
 * Starts the WASM backend of TensorFlow.js, the build with SIMD, and registers this package's kernels in it.
 *
 * Calls share one start, and it happens once; a start that failed can be repeated.
 *
 * @throws {KernelError} when WebAssembly SIMD is missing, the binary cannot be read, or another TensorFlow.js is in the way.
 * @example
 * await start();
 * info().tfjs; // "4.22.0"
 */
export function start(options: StartOptions = {}): Promise<void> {
  starting ??= launch(options).catch((error: unknown) => {
    starting = undefined;
    throw error;
  });
  return starting;
}

/**
 * What was started.
 *
 * @throws {KernelError} before {@link start} has finished.
 */
export function info(): KernelInfo {
  const { runtime, variant } = current();
  const why = whyOneThread();
  return {
    variant,
    vectorWidth: runtime.vectorWidth,
    zeroCopy: runtime.zeroCopy,
    tfjs: version_core,
    threads: getThreads(),
    ...(why !== undefined && { oneThreadBecause: why }),
  };
}

async function launch({
  wasmUrl,
  variant,
  vectorWidth = widthAskedFor(),
  zeroCopy = true,
  sharedMemory = canShare(),
}: StartOptions): Promise<void> {
  if (!supports("simd")) {
    throw new KernelError(
      "Cannot start the kernels: the JavaScript engine must support WebAssembly SIMD\nUse Node 22 or newer, or a browser from 2023 or newer.",
    );
  }
  checkEngine();
  if (vectorWidth !== undefined) checkWidth(vectorWidth);
  const chosen = variant ?? (supports("relaxed") ? "relaxed" : "simd");
  const backend = await startBackend(wasmUrl, zeroCopy && sharedMemory);
  if (memoryOf(backend)) guardMemory(backend as WasmBackend);
  if (!(await setBackend("wasm")))
    throw new KernelError('Cannot start the kernels: TensorFlow.js must accept the backend "wasm"');
  const runtime = await makeRuntime(backend, chosen, zeroCopy, vectorWidth);
  replaceKernels(trainingKernels(runtime));
  replaceGradients(trainingGradients());
  setCurrent({ runtime, variant: chosen });
  const threads = threadsAskedFor();
  if (threads !== undefined) await runtime.pool?.resize(threads);
  else runtime.pool?.allow(sensibleThreads());
}

async function startBackend(wasmUrl: string | URL | undefined, shared: boolean): Promise<KernelBackend> {
  const { registry, registryFactory } = engine() as unknown as {
    // public in the code of TensorFlow.js, private in its types
    registry: Record<string, KernelBackend | undefined>;
    registryFactory: Record<string, unknown>;
  };
  // a copy of TensorFlow.js has it running, perhaps with tensors in it: its kernels stay, ours are put over them
  if (registry.wasm) return registry.wasm;
  // the literal `new URL(…, import.meta.url)` is what bundlers look for
  const url = wasmUrl
    ? new URL(wasmUrl, import.meta.url)
    : new URL("../vendor/tfjs-backend-wasm-simd.wasm", import.meta.url);
  const bytes = await readBinary(url);
  let backend: KernelBackend;
  try {
    backend = await makeBackend(bytes, shared);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new KernelError(
      `Cannot start the kernels: ${url} must be the backend's WASM binary and allowed to run, received ${reason}\n` +
        "A page with a content security policy needs 'wasm-unsafe-eval' in script-src.",
      { cause },
    );
  }
  hearStockCalls((backend as WasmBackend).wasm);
  growTable(backend as WasmBackend);
  if ("wasm" in registryFactory) removeBackend("wasm"); // declared by another copy, never started
  replaceKernels(_backendKernels as readonly KernelConfig[]);
  registerBackend("wasm", () => backend);
  return backend;
}

/** A backend in memory that is shared, if that is wanted and there is room: shared memory reserves all that it may grow to. */
async function makeBackend(bytes: Uint8Array<ArrayBuffer>, shared: boolean): Promise<KernelBackend> {
  if (shared) {
    try {
      return await _createBackend(await WebAssembly.compile(shareMemory(new Uint8Array(bytes))), copyInto);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  return _createBackend(await WebAssembly.compile(bytes), copyInto);
}
