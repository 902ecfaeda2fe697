import { type Tensor, tidy, type Variable } from "@hornbeam/kernels/tfjs";
import { flag } from "../../abi.ts";
import { KernelError } from "../../errors.ts";
import { product } from "../../kernels/product.ts";
import type { Runtime } from "../../runtime.ts";
import { type Target, updateInPlace } from "./in-place.ts";
import { inMemory, type NumberInMemory } from "./number-in-memory.ts";
import { addSums, sumsOf } from "./sums.ts";

/** Options of {@link muonUpdate}. */
export interface MuonOptions {
  /** Step size. */
  readonly learningRate: NumberInMemory;
  /** Share of the sum of gradients that is kept, `[0, 1)`. */
  readonly momentum: number;
  /** Whether the gradient is looked at after the momentum's step. */
  readonly nesterov: boolean;
  /** Number of Newton-Schulz steps. */
  readonly steps: number;
  /** Factors `a`, `b` and `c` of such a step. */
  readonly factors: readonly [number, number, number];
  /** What steps are multiplied with, as a multiple of the root of the longer side; null: 1. */
  readonly rmsRate: number | null;
  /** Sums of gradients, one a variable; start at zero. */
  readonly momentums: readonly Variable[];
}

/**
 * One step of Muon for all variables, which are matrices, in place, in one call of the kernels: of the momentum, each matrix takes
 * `steps` steps `x ← ax + (bA + cA²) x`, `A = x xᵀ`, which bring its singular values near 1.
 *
 * @throws {KernelError} when lists, shapes or types do not fit, or a variable is no matrix.
 * @see {@link https://keras.io/api/optimizers/muon/ | keras.optimizers.Muon}
 * @see {@link https://kellerjordan.github.io/posts/muon/ | Jordan, 2024}
 * @example
 * const [w, m] = [variable(tensor2d([[1, 1]])), variable(tensor2d([[0, 0]]))];
 * const options = { momentum: 0, nesterov: false, steps: 1, factors: [1, 0, 0], rmsRate: null };
 * muonUpdate([w], [tensor2d([[3, 4]])], { ...options, learningRate: 1, momentums: [m] });
 * w; // [[0.4, 0.2]]
 */
export function muonUpdate(variables: readonly Variable[], gradients: readonly Tensor[], options: MuonOptions): void {
  const { learningRate, momentum, nesterov, steps, factors, rmsRate, momentums } = options;
  const verb = "update by Muon";
  const wrong = variables.find(({ shape }) => shape.length !== 2);
  if (wrong) {
    throw new KernelError(`Cannot ${verb}: every variable must have two axes, received [${wrong.shape.join(", ")}]`);
  }
  const push = { momentum, rest: 1 - momentum, nesterov: Number(nesterov) };
  const update = (runtime: Runtime, { shape, size, w, g, slots }: Target, rate: number) => {
    if (size === 0) return;
    const sums = sumsOf(runtime, size, 1);
    const { parts, address } = sums;
    const x = runtime.workspace(4 * size);
    runtime.run("muonMomentum", parts, { size, parts, ...push, g, m: slots[0]!, y: x, sums: address });
    runtime.run("normalize", size, { epsilon: 1e-7, x, squares: addSums(runtime, sums, 1) });
    const [rows, columns] = shape as [number, number];
    const y = orthogonal(runtime, x, rows, columns, { steps, factors });
    const own = runtime.workspace(4);
    const factor = rmsRate === null ? 1 : Math.sqrt(Math.max(rows, columns)) * rmsRate;
    runtime.run("scaleBy", 1, { factor, x: rate, y: own });
    runtime.run("sgd", size, { rate: own, momentum: 0, nesterov: 0, w, g: y, velocity: 0 });
  };
  tidy(() => {
    const rate = inMemory(learningRate);
    updateInPlace(verb, variables, gradients, [momentums], (runtime, target) =>
      update(runtime, target, runtime.input(rate)),
    );
  });
}

/** The matrix at `x` after its steps; gives where it is then. Of a tall one, `xᵀ` takes them: `A` is symmetric. */
function orthogonal(
  runtime: Runtime,
  x: number,
  rows: number,
  columns: number,
  { steps, factors: [a, b, c] }: Pick<MuonOptions, "steps" | "factors">,
): number {
  const tall = rows > columns;
  const [n, long] = tall ? [columns, rows] : [rows, columns];
  const [square, scaled, curve] = [0, 1, 2].map(() => runtime.workspace(4 * n * n)) as [number, number, number];
  let [from, to] = [x, runtime.workspace(4 * rows * columns)];
  const common = { bias: 0, transposeA: 0, transposeB: 0 };
  const added = { ...common, flags: flag.accumulate };
  const scale = (factor: number, at: number, size: number, y: number) =>
    runtime.run("scaleBy", size, { factor, x: at, y });
  for (let i = 0; i < steps; i++) {
    const sides = { transposeA: Number(tall), transposeB: Number(!tall), lda: columns, ldb: columns, ldc: n };
    product(runtime, { ...sides, m: n, n, k: long, a: from, b: from, c: square, bias: 0, flags: 0 });
    scale(c, square, n * n, scaled);
    scale(b, square, n * n, curve);
    product(runtime, { ...added, m: n, n, k: n, a: scaled, lda: n, b: square, ldb: n, c: curve, ldc: n });
    scale(a, from, rows * columns, to);
    const [left, right] = tall ? [from, curve] : [curve, from];
    const [lda, ldb] = tall ? [columns, n] : [n, columns];
    product(runtime, { ...added, m: rows, n: columns, k: n, a: left, lda, b: right, ldb, c: to, ldc: columns });
    [from, to] = [to, from];
  }
  return from;
}
