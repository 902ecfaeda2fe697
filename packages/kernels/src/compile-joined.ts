import type { Runtime } from "./runtime.ts";

interface V8 {
  setFlagsFromString(flag: string): void;
}

interface Process {
  readonly execArgv?: readonly string[];
  getBuiltinModule?(name: string): unknown;
}

/** Flags of V8: all functions are compiled at once, by the optimizing compiler, which makes one instruction of two neighbours'. */
const flags = ["no-liftoff", "no-wasm-lazy-compilation", "experimental-wasm-revectorize"];

const opposite = (flag: string) => (flag.startsWith("no-") ? flag.slice(3) : `no-${flag}`);

/**
 * Compiles the kernels with vectors joined to 256 bits where the processor has them. V8's flags are as they were when it
 * returns: other modules are compiled as ever. That takes some 70 ms on two cores; nothing is compiled later, as it is used.
 */
export function compileJoined(bytes: Uint8Array<ArrayBuffer>): WebAssembly.Module {
  const { process } = globalThis as { process?: Process };
  const v8 = process?.getBuiltinModule?.("node:v8") as V8 | undefined;
  // what the command line says stays
  const given = process?.execArgv ?? [];
  const ours = flags.filter((flag) => ![flag, opposite(flag)].some((name) => given.includes(`--${name}`)));
  try {
    for (const flag of ours) v8?.setFlagsFromString(`--${flag}`);
    return new WebAssembly.Module(bytes);
  } finally {
    for (const flag of ours) v8?.setFlagsFromString(`--${opposite(flag)}`);
  }
}

const [rows, columns, depth] = [48, 64, 256];
const rounds = 20;

/**
 * Chooses between tiles of 8 and of 16 columns by a trial, of less than a millisecond: where vectors were not joined, since the
 * processor has none of 256 bits, wide tiles do not fit in its registers.
 */
export function tryWidths(runtime: Runtime): void {
  runtime.frame(() => {
    const [a, b, c] = [rows * depth, depth * columns, rows * columns].map((size) => runtime.workspace(4 * size));
    const args = {
      ...{ transposeA: 0, transposeB: 0, m: rows, n: columns, k: depth },
      ...{ a: a!, lda: depth, b: b!, ldb: columns, c: c!, ldc: columns, bias: 0, flags: 0 },
    };
    const times = { 128: Number.POSITIVE_INFINITY, 256: Number.POSITIVE_INFINITY };
    for (let round = 0; round < rounds; round++) {
      for (const width of [128, 256] as const) {
        runtime.vectorWidth = width;
        const begin = performance.now();
        runtime.run("gemm", rows, args);
        times[width] = Math.min(times[width], performance.now() - begin);
      }
    }
    runtime.vectorWidth = times[256] < 0.9 * times[128] ? 256 : 128;
  });
}
