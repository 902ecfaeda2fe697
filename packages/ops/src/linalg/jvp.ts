import { defineOp, flatten, isFloat, isSymbolic, packAs, type Tensor, type TensorLike, tidy } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { as, asTensor } from "../_operands.ts";
import { argumentError } from "../_spec.ts";
import { resultSpecs, type Sequences, sequenceSpecs, sequencesOf } from "../core/_structures.ts";
import { changesOf } from "./_changes.ts";

interface JvpOptions<Aux extends boolean> {
  /** Whether the function gives a pair: its value, and something else that is passed on. */
  readonly hasAux?: Aux;
}

/**
 * The value of a function and how it changes along a direction: the product of its Jacobian with the tangents.
 *
 * @param fun A function of tensors, or structures of them, that gives a tensor or a structure.
 * @param primals The arguments.
 * @param tangents The direction: one for each argument, in the same structure and shapes.
 * @returns `[value, change]`, and what else the function gave with `hasAux`.
 * @throws {OptionError} when tangents do not match the arguments.
 * @see {@link https://keras.io/api/ops/linalg/ | keras.ops.jvp}
 * @example
 * jvp((x) => multiply(x, x), [[1, 2]], [[1, 10]])[1]; // [2, 40]
 */
export function jvp<const P extends readonly unknown[], R, A>(
  fun: (...primals: { [K in keyof P]: Sequences<P[K]> }) => readonly [value: R, aux: A],
  primals: P,
  tangents: readonly unknown[],
  options: Required<JvpOptions<true>>,
): [value: R, change: R, aux: A];
export function jvp<const P extends readonly unknown[], R>(
  fun: (...primals: { [K in keyof P]: Sequences<P[K]> }) => R,
  primals: P,
  tangents: readonly unknown[],
  options?: JvpOptions<false>,
): [value: R, change: R];
export function jvp(
  fun: Differentiated,
  primals: readonly unknown[],
  tangents: readonly unknown[],
  { hasAux = false }: JvpOptions<boolean> = {},
): unknown[] {
  return isSymbolic([primals, tangents])
    ? jvpOp(fun, primals, tangents, { hasAux })
    : tidy(() => changed(fun, primals, tangents, hasAux));
}

type Differentiated = (...primals: never[]) => unknown;

const jvpOp = /* @__PURE__ */ defineOp<
  [fun: Differentiated, primals: readonly unknown[], tangents: readonly unknown[]],
  { hasAux: boolean },
  unknown[]
>({
  className: "JVP",
  module: "linalg",
  tensors: ["fun", "primals", "tangents"],
  options: { hasAux: false },
  raw: true,
  call: (fun, primals, tangents, { hasAux }) => changed(fun, primals, tangents, hasAux),
  spec: (fun: Differentiated, primals: readonly unknown[], _tangents: unknown, { hasAux }: { hasAux: boolean }) => {
    const given = resultSpecs(fun, ...primals.map(sequenceSpecs));
    const [value, aux] = hasAux ? (given as readonly unknown[]) : [given];
    return hasAux ? [value, value, aux] : [value, value];
  },
});

function changed(
  fun: Differentiated,
  primals: readonly unknown[],
  tangents: readonly unknown[],
  hasAux: boolean,
): unknown[] {
  const points = primals.map(numbers);
  const inputs = flatten(points) as Tensor[];
  const directions = directionsOf(inputs, tangents);
  const given = fun(...(points as never[]));
  const value = hasAux ? (given as readonly unknown[])[0] : given;
  const outputsAt = (tensors: readonly Tensor[]): Tensor[] => {
    const result = fun(...(packAs(points, tensors) as never[]));
    return (flatten(hasAux ? (result as readonly unknown[])[0] : result) as TensorLike[]).map((one) =>
      asTensor("jvp", one),
    );
  };
  const changes = packAs(value, changesOf(outputsAt, inputs, directions));
  return hasAux ? [value, changes, (given as readonly unknown[])[1]] : [value, changes];
}

/** An argument as tensors; bare numbers can be differentiated, so they are float32. */
function numbers(argument: unknown): unknown {
  return typeof argument === "number" ? asTensor("jvp", argument, "float32") : sequencesOf("jvp", argument);
}

/** The tangents in the dtypes of the arguments. */
function directionsOf(inputs: readonly Tensor[], tangents: readonly unknown[]): Tensor[] {
  const directions = flatten(tangents.map(numbers)) as Tensor[];
  const [wanted, got] = [inputs, directions].map((tensors) => tensors.map(({ shape }) => shape));
  if (JSON.stringify(wanted) !== JSON.stringify(got)) {
    const expected = `have the structure and shapes of \`primals\`, ${JSON.stringify(wanted)}`;
    throw argumentError("jvp", "tangents", expected, got);
  }
  return directions.map((one, k) => (isFloat(inputs[k]!.dtype) ? as(one, "float32") : tf.zerosLike(inputs[k]!)));
}
