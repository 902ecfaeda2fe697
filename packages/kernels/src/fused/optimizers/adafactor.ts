import { type Tensor, tidy, type Variable } from "@hornbeam/kernels/tfjs";
import { current } from "../../current.ts";
import type { Runtime } from "../../runtime.ts";
import { checkFit, checkLength, own, type Target, updateInPlace } from "./in-place.ts";
import { inMemory, type NumberInMemory } from "./number-in-memory.ts";
import { addSums, sumsOf } from "./sums.ts";

/** Options of {@link adafactorUpdate}. */
export interface AdafactorOptions {
  /** Size of the steps, relative to that of the variables. */
  readonly rate: NumberInMemory;
  /** Decay of the mean squares in this step, `[0, 1)`. */
  readonly decay: NumberInMemory;
  /** Added to squares, so that they are not zero. */
  readonly epsilon1: number;
  /** Least size of a variable that steps are relative to. */
  readonly epsilon2: number;
  /** Root mean square that a step may have. */
  readonly clipThreshold: number;
  /** Mean squares of the gradients, one a variable. */
  readonly velocities: readonly Variable[];
  /** Of a variable with two axes or more those over its columns, of its shape without the last axis; else not used. */
  readonly rows: readonly Variable[];
  /** Likewise those over its rows, of its shape without the last axis but one. */
  readonly columns: readonly Variable[];
}

/** What mean squares are made by: the address of their decay, and what is added to squares. */
interface Means {
  readonly decay: number;
  readonly epsilon: number;
}

/**
 * One step of Adafactor for all variables, in place, in one call of the kernels: `u = g / √v` and
 * `w ← w - η max(ε₂, rms(w)) u / max(1, rms(u) / threshold)`. The mean squares `v` of a matrix's gradient are the product of those of its
 * rows and columns.
 *
 * @throws {KernelError} when lists, shapes or types do not fit.
 * @see {@link https://keras.io/api/optimizers/adafactor/ | keras.optimizers.Adafactor}
 * @see {@link https://arxiv.org/abs/1804.04235 | Shazeer and Stern, 2018}
 * @example
 * const [w, v] = [variable(scalar(4)), variable(scalar(0))];
 * const options = { rate: 0.5, decay: 0, epsilon1: 1e-30, epsilon2: 1e-3, clipThreshold: 1 };
 * adafactorUpdate([w], [scalar(3)], { ...options, velocities: [v], rows: [v], columns: [v] });
 * w; // 2
 */
export function adafactorUpdate(
  variables: readonly Variable[],
  gradients: readonly Tensor[],
  options: AdafactorOptions,
): void {
  const { epsilon1, epsilon2, clipThreshold: threshold, velocities, rows, columns } = options;
  const verb = "update by Adafactor";
  for (const list of [rows, columns]) checkLength(verb, list, variables);
  variables.forEach(({ shape }, i) => {
    if (shape.length < 2) return;
    checkFit(verb, rows[i]!, { shape: shape.slice(0, -1) });
    checkFit(verb, columns[i]!, { shape: [...shape.slice(0, -2), ...shape.slice(-1)] });
    for (const variable of [rows[i]!, columns[i]!]) own(variable, current().runtime);
  });
  tidy(() => {
    const [rate, decay] = [inMemory(options.rate), inMemory(options.decay)];
    updateInPlace(verb, variables, gradients, [velocities], (runtime, target) => {
      const { index, shape, size, w, g } = target;
      const means = { decay: runtime.input(decay), epsilon: epsilon1 };
      const of = (beside: readonly Variable[]) => runtime.update(beside[index]!);
      const squares =
        shape.length < 2
          ? vector(runtime, target, means)
          : matrix(runtime, target, means, { r: of(rows), c: of(columns) });
      const end = { rate: runtime.input(rate), epsilon: epsilon2, threshold };
      runtime.run("adafactor", size, { count: size, ...end, w, g, v: target.slots[0]!, squares });
    });
  });
}

/** Mean squares of a vector; gives where the sums of squares of its step and of itself are. */
function vector(runtime: Runtime, { size, w, g, slots }: Target, means: Means): number {
  const sums = sumsOf(runtime, size, 2);
  const { parts, address } = sums;
  runtime.run("adafactorVector", parts, { size, parts, ...means, w, g, v: slots[0]!, sums: address });
  return addSums(runtime, sums, 2);
}

/** Those of a matrix, or of several, along the last two axes. */
function matrix(
  runtime: Runtime,
  { shape, w, g, slots }: Target,
  means: Means,
  { r, c }: { readonly r: number; readonly c: number },
): number {
  const [rows, columns] = shape.slice(-2) as [number, number];
  const outer = shape.slice(0, -2).reduce((product, size) => product * size, 1);
  const count = outer * rows;
  const [average, sums, squares] = [outer, 2 * count, 2].map((size) => runtime.workspace(4 * size)) as number[];
  const strips = outer * Math.ceil(columns / 16);
  runtime.run("adafactorRows", count, { columns, ...means, g, rows: r });
  runtime.run("adafactorColumns", strips, { rows, columns, ...means, g, means: c });
  runtime.run("reduce", outer, { op: 0, length: rows, inner: 1, scale: 1 / rows, x: r, y: average! });
  const by = { count, rows, columns, w, g, r, c, means: average!, v: slots[0]!, sums: sums! };
  runtime.run("adafactorMatrix", count, by);
  runtime.run("reduce", 2, { op: 0, length: count, inner: 1, scale: 1, x: sums!, y: squares! });
  return squares!;
}
