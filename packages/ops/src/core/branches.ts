import {
  defineOp,
  flatten,
  isKerasTensor,
  isSymbolic,
  isTracing,
  type KerasTensor,
  type Symbolic,
  type TensorLike,
  tidy,
  trace,
} from "@hornbeam/core";
import { as, asTensor } from "../_operands.ts";
import { argumentError } from "../_spec.ts";
import { flatSpecs, resultSpecs } from "./_structures.ts";

type Branch = (...operands: readonly never[]) => unknown;

/**
 * What one of two functions gives: the first where the condition holds.
 *
 * On a symbolic condition both must give the same shapes and dtypes, and neither may use symbolic tensors of the graph:
 * use `where` for that, or a layer of your own.
 *
 * @throws {OptionError} when the results differ in structure, shape or dtype, with a symbolic condition.
 * @see {@link https://keras.io/api/ops/core/#cond-function | keras.ops.cond}
 * @example
 * cond(true, () => 1, () => 2); // 1
 */
export function cond<T>(pred: TensorLike, trueFn: () => T, falseFn: () => T): T;
export function cond<T>(pred: KerasTensor, trueFn: () => T, falseFn: () => T): Symbolic<T>;
export function cond(pred: TensorLike | KerasTensor, trueFn: () => unknown, falseFn: () => unknown): unknown {
  return isKerasTensor(pred) ? condOp(pred, trueFn, falseFn) : chosen(pred, trueFn, falseFn);
}

const condOp = /* @__PURE__ */ defineOp<[pred: unknown, trueFn: Branch, falseFn: Branch], object, unknown>({
  className: "Cond",
  module: "core",
  tensors: ["pred", "true_fn", "false_fn"],
  raw: true,
  call: (pred, trueFn, falseFn) => chosen(pred as TensorLike, trueFn, falseFn),
  spec: (_pred: unknown, trueFn: Branch, falseFn: Branch) => {
    if (!isTracing()) refuseCaptured({ trueFn, falseFn });
    const [yes, no] = [resultSpecs(trueFn), resultSpecs(falseFn)];
    if (JSON.stringify(yes) !== JSON.stringify(no)) {
      const received = [flatSpecs(yes), flatSpecs(no)].map((specs) => specs.map(({ shape, dtype }) => [dtype, shape]));
      throw argumentError("cond", "falseFn", "give the structure, shapes and dtypes of `trueFn`", received);
    }
    return yes;
  },
});

/** What a branch uses of a graph would be missing when the graph runs: a branch has no arguments. */
function refuseCaptured(branches: Readonly<Record<string, Branch>>): void {
  for (const [argument, branch] of Object.entries(branches)) {
    const captured = tidy(() => flatten(trace(() => branch())).find(isKerasTensor));
    const expected = "not use symbolic tensors of a graph: write `where`, or a layer of your own";
    if (captured) throw argumentError("cond", argument, expected, captured);
  }
}

function chosen(pred: TensorLike, trueFn: Branch, falseFn: Branch): unknown {
  const holds =
    typeof pred === "boolean" ? pred : tidy(() => Boolean(as(asTensor("cond", pred), "bool").dataSync()[0]));
  return tidy(holds ? trueFn : falseFn);
}

/**
 * What the function of a number gives on the operands; numbers out of reach count as the nearest.
 *
 * @see {@link https://keras.io/api/ops/core/#switch-function | keras.ops.switch}
 * @example
 * switchCase(1, [(x) => x, (x) => -x], 3); // -3
 */
export function switchCase<A extends readonly unknown[], T>(
  index: TensorLike | KerasTensor,
  branches: readonly ((...operands: A) => T)[],
  ...operands: A
): T {
  if (branches.length === 0) throw argumentError("switch", "branches", "hold at least one function", branches);
  return (
    isKerasTensor(index) || isSymbolic(operands)
      ? switchOp(index, branches, operands)
      : branchAt(index, branches, operands)
  ) as T;
}

const switchOp = /* @__PURE__ */ defineOp<
  [index: unknown, branches: readonly Branch[], operands: readonly unknown[]],
  object,
  unknown
>({
  className: "Switch",
  module: "core",
  tensors: ["index", "branches", "operands"],
  raw: true,
  call: (index, branches, operands) => branchAt(index as TensorLike, branches, operands),
  spec: (_index: unknown, branches: readonly Branch[], operands: readonly unknown[]) =>
    resultSpecs(branches[0]!, ...operands),
});

function branchAt(index: TensorLike, branches: readonly Branch[], operands: readonly unknown[]): unknown {
  const number = typeof index === "number" ? index : tidy(() => Number(asTensor("switch", index).dataSync()[0]));
  const branch = branches[Math.min(Math.max(Math.trunc(number), 0), branches.length - 1)]!;
  return tidy(() => branch(...(operands as never[])));
}
