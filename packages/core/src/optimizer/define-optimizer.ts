import { type Defined, define, type Parent } from "../objects/define.ts";
import type { Schema } from "../options/option.ts";
import { Optimizer } from "./optimizer.ts";
import type { optimizerOptions } from "./options.ts";

/**
 * Declares an optimizer: its Keras name, its own options and, optionally, the optimizer that it specialises. An option
 * that every optimizer has may be said anew, with another default.
 *
 * @example
 * class Momentum extends defineOptimizer("Momentum", { momentum: fraction(0.9) }) {
 *   override readonly slots = ["velocity"];
 *   override updateStep(gradient: Tensor, weight: Variable, learningRate: Tensor, { velocity }: { velocity: Variable }) {
 *     velocity.assign(ops.subtract(ops.multiply(velocity, this.momentum), ops.multiply(gradient, learningRate)));
 *     weight.assignAdd(velocity);
 *   }
 * }
 */
export function defineOptimizer<const N extends string, S extends Schema>(
  className: N,
  own: S,
): Defined<N, Omit<typeof optimizerOptions, keyof S> & S, Optimizer>;
export function defineOptimizer<const N extends string, S extends Schema, PS extends Schema, P>(
  className: N,
  own: S,
  parent: Parent<PS, P>,
): Defined<N, Omit<PS, keyof S> & S, P>;
export function defineOptimizer(
  className: string,
  own: Schema,
  parent: Parent<Schema, unknown> = Optimizer as never,
): unknown {
  return define(className, { ...parent.schema, ...own }, parent); // said anew, an option keeps its place in configs
}
