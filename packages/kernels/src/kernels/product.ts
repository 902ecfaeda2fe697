import { type Arguments, flag } from "../abi.ts";
import type { Runtime } from "../runtime.ts";
import { addParts } from "./column-sums.ts";

/** Long sums of few results, as of a 1 x 1 filter's gradient, are made in this many parts of the inner axis. */
const parts = 8;

/**
 * A matrix product `c = op(a) op(b)`, cut for threads: into columns where that is not much more reading than rows (each
 * chunk of columns reads `a`, each chunk of rows packs `b`), and into parts of `k` where the result is too small for both.
 */
export function product(runtime: Runtime, args: Arguments<"gemm">): void {
  const { m, n, k, flags } = args;
  const results = m * n;
  if (args.transposeA && !args.transposeB && results <= 4096 && k >= 8192 && isPlain(args)) {
    partialProducts(runtime, args);
  } else if (n >= 64 && m <= 2 * n) {
    runtime.run("gemm", Math.ceil(n / 8), { ...args, flags: flags | flag.columns });
  } else {
    runtime.run("gemm", m, args);
  }
}

/** Whether there is nothing to add, and rows follow one another without gaps. */
function isPlain({ m, n, flags, lda, ldb, ldc }: Arguments<"gemm">): boolean {
  return flags === 0 && lda === m && ldb === n && ldc === n;
}

function partialProducts(runtime: Runtime, { m, n, k, a, lda, b, ldb, c }: Arguments<"gemm">): void {
  const length = Math.floor(k / parts);
  const rest = k - parts * length;
  const partial = runtime.workspace(4 * parts * m * n);
  runtime.run("batchGemm", parts, {
    transposeA: 1,
    transposeB: 0,
    m,
    n,
    k: length,
    a,
    strideA: length * lda,
    b,
    strideB: length * ldb,
    c: partial,
    strideC: m * n,
    bias: 0,
    flags: 0,
  });
  addParts(runtime, parts, m * n, partial, c);
  if (rest === 0) return;
  runtime.run("gemm", m, {
    transposeA: 1,
    transposeB: 0,
    m,
    n,
    k: rest,
    a: a + 4 * parts * length * lda,
    lda,
    b: b + 4 * parts * length * ldb,
    ldb,
    c,
    ldc: n,
    bias: 0,
    flags: flag.accumulate,
  });
}
