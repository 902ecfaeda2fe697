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

/** Whether this is an engine whose 256-bit code is known: Node, in a version that was tested, on x64. */
export function joinsVectors({ process }: Machine = globalThis as Machine): boolean {
  const { node, v8 = "" } = process?.versions ?? {};
  if (node === undefined || process?.arch !== "x64" || typeof process.getBuiltinModule !== "function") return false;
  // others that call themselves Node give other suffixes, or other engines
  return /-node\.\d+$/.test(v8) && tested.some((version) => v8.startsWith(`${version}.`));
}

/** @throws {KernelError} when a width is neither 128 nor 256, or this engine was not tested with it. */
export function checkWidth(width: VectorWidth): void {
  if (width !== 128 && width !== 256)
    throw new KernelError(`Cannot set the width of vectors: it must be 128 or 256, received ${width}`);
  if (width === 256 && !joinsVectors()) {
    const { process } = globalThis as Machine;
    throw new KernelError(
      `Cannot compute with vectors of 256 bits: the engine must be one that was tested with them, V8 ${tested.join(" or ")} in Node on x64, received ${process?.versions?.v8 ?? "another one"} on ${process?.arch ?? "an unknown processor"}`,
    );
  }
}

/**
 * Bits of the vectors that kernels compute with: 256 in Node 24 on x64 processors that have them, else 128, which is all that
 * WebAssembly itself knows.
 *
 * @example
 * getVectorWidth(); // 128 or 256
 */
export function getVectorWidth(): VectorWidth {
  return running()?.runtime.vectorWidth ?? wanted ?? (joinsVectors() ? 256 : 128);
}

/**
 * Sets how wide the vectors are that kernels compute with. It must be called before they start. Results are the same, bit for bit.
 *
 * V8 can make one instruction on 256 bits of two on 128, behind a flag that it calls experimental. In Node 24 on x64, where all our
 * tests are run with it, the flag is set while our kernels are compiled, and only then; training takes about 0.65 times as long.
 * `128` leaves the flag alone. `256`, the default there, has no effect on processors that have only 128 bits.
 *
 * @throws {KernelError} when the width is neither, this engine was not tested with 256, or the kernels have started.
 * @example
 * setVectorWidth(128);
 */
export function setVectorWidth(width: VectorWidth): void {
  checkWidth(width);
  if (running()) {
    throw new KernelError(
      "Cannot set the width of vectors: it must be set before the kernels start\nCall `setVectorWidth` before `ready` and before the first op.",
    );
  }
  wanted = width;
}
