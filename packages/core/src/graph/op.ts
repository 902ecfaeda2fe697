import type { Tensor } from "@hornbeam/kernels/tfjs";
import { isTracing } from "../context/call-context.ts";
import { OptionError, refusal } from "../errors.ts";
import { camelCase } from "../names/case.ts";
import { nearest } from "../names/nearest.ts";
import type { TensorLike } from "../tensor/to-tensor.ts";
import { currentInterpreter } from "./interpreter.ts";
import type { KerasTensor } from "./keras-tensor.ts";
import { actionOf, computeOp, traceOp } from "./op-compute.ts";
import type { OpDefinition, Values } from "./op-definition.ts";
import { OpOperation } from "./op-operation.ts";
import { isSymbolic } from "./structure.ts";

type Loose<T> = [T] extends [Tensor]
  ? TensorLike
  : [T] extends [Tensor | null | undefined]
    ? TensorLike | null
    : [T] extends [readonly Tensor[]]
      ? readonly TensorLike[]
      : T;
type LooseSymbolic<T> = [T] extends [Tensor]
  ? TensorLike | KerasTensor
  : [T] extends [Tensor | null | undefined]
    ? TensorLike | KerasTensor | null
    : [T] extends [readonly Tensor[]]
      ? readonly (TensorLike | KerasTensor)[]
      : T;
type SymbolicResult<R> = R extends Tensor
  ? KerasTensor
  : R extends readonly unknown[] | object
    ? { [K in keyof R]: SymbolicResult<R[K]> }
    : R;
type AnyDefinition = OpDefinition<Values, object, unknown>;
type OptionsOrAxis<O> = O extends { axis: infer X } ? Partial<O> | X : Partial<O>;

/** A function of tensors that gives tensors, and of symbolic tensors that gives symbolic ones. */
export interface Op<A extends Values = Values, O extends object = object, R = unknown> {
  (...args: [...{ [K in keyof A]: Loose<A[K]> }, options?: OptionsOrAxis<O>]): R;
  (...args: [...{ [K in keyof A]: LooseSymbolic<A[K]> }, options?: OptionsOrAxis<O>]): SymbolicResult<R>;
  readonly definition: OpDefinition<A, O, R>;
}

/**
 * Makes an op from its definition. Called on tensors it computes, in a scope of its own; called on symbolic tensors it
 * leaves a node that saves and loads as Keras writes it. An op with an `axis` option takes a bare axis for its options.
 */
export function defineOp<A extends Values, O extends object, R>(definition: OpDefinition<A, O, R>): Op<A, O, R> {
  const op = (...given: unknown[]): unknown => {
    const { args, options } = readArguments(definition, given);
    if (args.some(isSymbolic) || (isTracing() && hasUnknownSizes(definition as AnyDefinition, args))) {
      const interpreter = currentInterpreter();
      if (interpreter) return interpreter(definition as AnyDefinition, args, options);
      return isTracing()
        ? traceOp(definition, args, options)
        : new OpOperation(definition, args, options).symbolicCall(args);
    }
    return computeOp(definition, args, options);
  };
  return Object.defineProperty(op, "definition", { value: definition }) as unknown as Op<A, O, R>; // the definition types the function
}

/** Whether a setting is, or holds, a size that is not known: `ops.shape(x)[0]` of a symbolic tensor. */
function hasUnknownSizes({ tensors, settings = [], optionalTensors = 0 }: AnyDefinition, args: unknown[]): boolean {
  const needed = tensors.length + settings.length - optionalTensors;
  return args.some(
    (arg, i) => i >= tensors.length && (Array.isArray(arg) ? arg.includes(null) : arg === null && i < needed),
  );
}

function readArguments<A extends Values, O extends object>(
  definition: OpDefinition<A, O, unknown>,
  given: unknown[],
): { args: unknown[]; options: O } {
  const settings = definition.settings ?? [];
  const names = [...definition.tensors, ...settings];
  const least = names.length - (definition.optionalTensors ?? 0);
  const known = definition.options ?? ({} as O);
  const last = given[names.length];
  if (given.length > names.length + 1 || given.length < least || given.slice(0, least).includes(undefined)) {
    const expected = `it takes ${names.map((name) => `\`${camelCase(name)}\``).join(", ")}${definition.options ? " and its options" : ""}`;
    throw refusal(OptionError, { action: actionOf(definition), expected, receivedAs: "arguments", received: given });
  }
  const args = names.map((_, i) => given[i] ?? null);
  if (last === undefined) return { args, options: known };
  if (typeof last !== "object" || last === null || Array.isArray(last)) {
    if (!("axis" in known))
      throw refusal(OptionError, {
        action: actionOf(definition),
        expected: "its options must be one object",
        received: last,
      });
    return { args, options: { ...known, axis: last } };
  }
  const options = { ...known };
  for (const [key, value] of Object.entries(last)) {
    if (!(key in known)) {
      const near = nearest(key, Object.keys(known));
      const hint = near ? `Did you mean \`${near}\`?` : `Known options: ${Object.keys(known).join(", ")}.`;
      throw new OptionError(`Cannot ${actionOf(definition)}: unknown option \`${key}\`\n${hint}`, { option: key });
    }
    if (value !== undefined) (options as Record<string, unknown>)[key] = value;
  }
  return { args, options };
}
