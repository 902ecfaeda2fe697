import { defineOp, isSymbolic, type KerasTensor, type TensorLike, tidy } from "@hornbeam/core";
import { as, asTensor } from "../_operands.ts";
import { argumentError } from "../_spec.ts";
import { checkStructure, type Likes, LoopState, specsOf, type Tensors, tensorsOf } from "./_structures.ts";

type LoopFunction = (...state: readonly never[]) => unknown;
/** What a loop's functions are called with: the elements of a list, or the one value. */
type Passed<V> = Tensors<V> extends infer T ? (T extends readonly unknown[] ? T : [T]) : never;

interface WhileLoopOptions {
  /** How often the body is called at most. */
  readonly maximumIterations?: number | null;
}

/**
 * Calls a body on its own results, from the first values on, while a condition holds.
 *
 * @param cond The condition, of the values; those of a list are passed one by one.
 * @param body The next values, in the same structure.
 * @param loopVars The first values: a tensor or number, or a list or record of them.
 * @see {@link https://keras.io/api/ops/core/#whileloop-function | keras.ops.while_loop}
 * @example
 * whileLoop((i) => less(i, 10), (i) => add(i, 1), 0); // 10
 * whileLoop((i) => less(i, 10), (i) => add(i, 1), 0, { maximumIterations: 3 }); // 3
 */
export function whileLoop<const V>(
  cond: (...state: Passed<V>) => TensorLike | KerasTensor,
  body: (...state: Passed<V>) => Likes<Tensors<V>>,
  loopVars: V,
  options: WhileLoopOptions = {},
): Tensors<V> {
  const { maximumIterations = null } = options;
  if (isSymbolic(loopVars)) return whileOp(loopVars, cond, body, maximumIterations) as Tensors<V>;
  return tidy(() => repeated(loopVars, cond, body, maximumIterations)) as Tensors<V>;
}

const whileOp = /* @__PURE__ */ defineOp<
  [loopVars: unknown, cond: LoopFunction, body: LoopFunction, maximumIterations: number | null],
  object,
  unknown
>({
  className: "WhileLoop",
  module: "core",
  tensors: ["loop_vars"],
  settings: ["cond", "body", "maximum_iterations"],
  raw: true,
  call: (loopVars, cond, body, maximum) => repeated(loopVars, cond, body, maximum),
  spec: (loopVars: unknown) => specsOf(loopVars),
});

function repeated(loopVars: unknown, cond: LoopFunction, body: LoopFunction, maximum: number | null): unknown {
  const state = new LoopState();
  let values = tensorsOf("whileLoop", loopVars);
  const passed = (): never[] => (Array.isArray(values) ? values : [values]) as never[];
  const holds = (): boolean =>
    tidy(() => Boolean(as(asTensor("whileLoop", cond(...passed()) as TensorLike), "bool").dataSync()[0]));
  for (let count = 0; (maximum === null || count < maximum) && holds(); count++) {
    values = state.next(values, () => {
      const next = tensorsOf("whileLoop", body(...passed()));
      checkStructure("whileLoop", values, next);
      return next;
    });
  }
  return values;
}

/**
 * Calls a body on its own results, from the first values on, for each whole number from `lower` up to, and without, `upper`.
 *
 * @param bodyFun The next values, of the number and the values.
 * @param initVal The first values: a tensor or number, or a structure of them.
 * @see {@link https://keras.io/api/ops/core/#foriloop-function | keras.ops.fori_loop}
 * @example
 * foriLoop(0, 5, (i, sum) => add(sum, i), 0); // 10
 */
export function foriLoop<const V>(
  lower: TensorLike,
  upper: TensorLike,
  bodyFun: (index: number, state: Tensors<V>) => Likes<Tensors<V>>,
  initVal: V,
): Tensors<V> {
  if (isSymbolic(initVal) || isSymbolic(lower) || isSymbolic(upper))
    return foriOp(initVal, lower, upper, bodyFun) as Tensors<V>;
  return tidy(() => counted(initVal, lower, upper, bodyFun)) as Tensors<V>;
}

type CountedBody = (index: number, state: never) => unknown;

const foriOp = /* @__PURE__ */ defineOp<
  [initVal: unknown, lower: TensorLike, upper: TensorLike, bodyFun: CountedBody],
  object,
  unknown
>({
  className: "ForiLoop",
  module: "core",
  tensors: ["init_val"],
  settings: ["lower", "upper", "body_fun"],
  raw: true,
  call: (initVal, lower, upper, bodyFun) => counted(initVal, lower, upper, bodyFun),
  spec: (initVal: unknown, lower: unknown, upper: unknown) => {
    for (const [argument, bound] of Object.entries({ lower, upper })) {
      if (isSymbolic(bound)) throw argumentError("foriLoop", argument, "be a number or a tensor, not symbolic", bound);
    }
    return specsOf(initVal);
  },
});

function counted(initVal: unknown, lower: TensorLike, upper: TensorLike, bodyFun: CountedBody): unknown {
  const [from, to] = [lower, upper].map((bound) =>
    typeof bound === "number" ? bound : tidy(() => Number(asTensor("foriLoop", bound).dataSync()[0])),
  ) as [number, number];
  const state = new LoopState();
  let values = tensorsOf("foriLoop", initVal);
  for (let index = from; index < to; index++) {
    values = state.next(values, () => {
      const next = tensorsOf("foriLoop", bodyFun(index, values as never));
      checkStructure("foriLoop", values, next);
      return next;
    });
  }
  return values;
}
