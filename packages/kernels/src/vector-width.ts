import { running } from "./current.ts";
import { KernelError } from "./errors.ts";

/** Bits of the vectors that kernels compute with. WebAssembly has 128; an engine may make one instruction of two neighbours. */
export type VectorWidth = 128 | 256;

/** Versions of V8 whose 256-bit code was run on all tests and reference cases. It is one compiler on one module: always the same code. */
const tested = ["13.6"];

interface Machine {
  readonly process?: {
    readonly arch?: string;
    readonly versions?: Readonly<Record<string, string | undefined>>;
    getBuiltinModule?(name: string): unknown;
  };
}

let wanted: VectorWidth | undefined;

/** The width that was asked for before the start. */
export function widthAskedFor(): VectorWidth | undefined {
  return wanted;
}

/**
 * Whether kernels are to be compiled for 256 bits: in Node, if that is asked for; if nothing is, in versions that were tested, on
 * x64, which is the only processor that V8 does it for.
 */
export function joinsVectors(width: VectorWidth | undefined, { process }: Machine = globalThis as Machine): boolean {
  const { node, v8 = "" } = process?.versions ?? {};
  if (width === 128 || node === undefined || typeof process?.getBuiltinModule !== "function") return false;
  if (!/-node\.\d+$/.test(v8)) return false; // of others that call themselves Node
  return width === 256 || (process.arch === "x64" && tested.some((version) => v8.startsWith(`${version}.`)));
}

/**
 * Bits of the vectors that kernels compute with: 256 in Node 24 on x64 processors that have them, else 128, which is all that
 * WebAssembly itself knows.
 *
 * @example
 * getVectorWidth(); // 128 or 256
 */
export function getVectorWidth(): VectorWidth {
  return running()?.runtime.vectorWidth ?? (joinsVectors(wanted) ? 256 : 128);
}

/**
 * Sets how wide the vectors are that kernels compute with. It must be called before they start. Results are the same, bit for bit.
 *
 * V8 can make one instruction on 256 bits of two on 128, behind a flag that it calls experimental. In the versions of Node where our
 * tests cover it, the flag is set while our kernels are compiled, and only then; they take about 0.6 times as long. `128` leaves the
 * flag alone; `256` sets it in other versions of Node, too, at your own risk. Elsewhere, and on processors that have only 128 bits, it
 * has no effect.
 *
 * @throws {KernelError} when the width is neither, or the kernels have started.
 * @example
 * setVectorWidth(128);
 */
export function setVectorWidth(width: VectorWidth): void {
  if (width !== 128 && width !== 256)
    throw new KernelError(`Cannot set the width of vectors: it must be 128 or 256, received ${width}`);
  if (running()) {
    throw new KernelError(
      "Cannot set the width of vectors: it must be set before the kernels start\nCall `setVectorWidth` before `ready` and before the first op.",
    );
  }
  wanted = width;
}
