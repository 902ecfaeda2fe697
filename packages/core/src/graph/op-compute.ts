import { Tensor, tidy } from "@hornbeam/kernels/tfjs";
import { NDArray } from "../array/nd-array.ts";
import type { Nested } from "../array/nested.ts";
import { DTypeError, KerasError, refusal } from "../errors.ts";
import { camelCase, classToSnakeCase } from "../names/case.ts";
import { isRecording, namedWork } from "../recording.ts";
import { type TensorLike, toTensor } from "../tensor/to-tensor.ts";
import { Variable } from "../tensor/variable.ts";
import { KerasTensor, type TensorSpec } from "./keras-tensor.ts";
import type { OpDefinition, Values } from "./op-definition.ts";
import { isSymbolic, mapStructure } from "./structure.ts";

/** The call in messages: `call ops.reduceSum`. */
export function actionOf(definition: AnyOp): string {
  return `call ops.${camelCase(classToSnakeCase(definition.className))}`;
}

type AnyOp = OpDefinition<Values, object, unknown>;

/** The op on tensors. */
export function computeOp(definition: AnyOp, args: readonly unknown[], options: object): unknown {
  return tidy(() => {
    const tensors = definition.tensors.length;
    const converted = definition.raw
      ? [...args]
      : args.map((arg, i) => (i < tensors ? convertArgument(arg, definition) : arg));
    if (!definition.complex) refuseComplex(definition, converted);
    try {
      const call = () => definition.call(...converted, options) as never;
      return isRecording() ? namedWork(() => actionOf(definition).slice("call ".length), call) : call();
    } catch (cause) {
      // the backend's own words name its internals: the rules of shapes say it better where they are what was broken
      if (!(cause instanceof KerasError)) specOf(definition, converted, options);
      throw cause;
    }
  });
}

/** Most kernels would take pairs of real and imaginary parts for something else. */
function refuseComplex(definition: AnyOp, args: readonly unknown[]): void {
  for (const arg of args) {
    const one: unknown = Array.isArray(arg) ? arg[0] : arg;
    if (typeof one !== "object" || one === null || (one as Partial<TensorSpec>).dtype !== "complex64") continue;
    throw refusal(DTypeError, {
      action: actionOf(definition),
      expected: "its tensors must be real",
      received: "complex64",
      hint: "Compute on the parts: ops.real and ops.imag take a complex tensor apart.",
    });
  }
}

function convertArgument(arg: unknown, definition: AnyOp): unknown {
  if (arg instanceof Tensor || arg === null) return arg;
  const action = actionOf(definition);
  if (Array.isArray(arg) && isListOfTensors(arg)) {
    return arg.map((part) => toTensor(part as TensorLike, { action }));
  }
  return toTensor(arg as TensorLike, { action });
}

function isListOfTensors(arg: readonly unknown[]): boolean {
  return arg.some((part) => typeof part === "object" && part !== null && "shape" in part);
}

/** What an op gives, as shapes and dtypes, for arguments any of which may be symbolic. */
export function specOf(definition: AnyOp, args: readonly unknown[], options: object): unknown {
  if (!definition.complex) refuseComplex(definition, args);
  const tensors = definition.raw ? 0 : definition.tensors.length;
  return definition.spec(...args.map((arg, i) => (i < tensors ? specArgument(arg) : withoutVariables(arg))), options);
}

/** Tensors of any kind by shape and dtype; bare numbers as they are. */
function specArgument(arg: unknown): unknown {
  if (!Array.isArray(arg)) return withoutVariables(arg);
  if (isListOfTensors(arg) || arg.some(isSymbolic)) return arg.map(specArgument);
  const { shape, dtype } = NDArray.from(arg as Nested);
  return { shape, dtype };
}
function withoutVariables(arg: unknown): unknown {
  return mapStructure(arg, (leaf) => (leaf instanceof Variable ? { shape: leaf.shape, dtype: leaf.dtype } : leaf));
}

export function traceOp(definition: AnyOp, args: readonly unknown[], options: object): unknown {
  const specs = specOf(definition, args, options);
  return mapSpecs(specs, (spec) => new KerasTensor(spec.shape, spec.dtype, ""));
}

function isSpec(value: unknown): value is TensorSpec {
  return typeof value === "object" && value !== null && "shape" in value && "dtype" in value;
}

export function mapSpecs(specs: unknown, f: (spec: TensorSpec) => KerasTensor): unknown {
  if (isSpec(specs)) return f(specs);
  if (Array.isArray(specs)) return specs.map((part) => mapSpecs(part, f));
  return Object.fromEntries(Object.entries(specs as object).map(([key, part]) => [key, mapSpecs(part, f)]));
}
