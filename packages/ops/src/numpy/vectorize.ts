import { type KnownShape, type Tensor, type TensorLike, tidy } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { asTensor } from "../_operands.ts";
import { argumentError, broadcastShapes, shapeError } from "../_spec.ts";
import { vectorizedMap } from "../core/vectorized-map.ts";

interface VectorizeOptions {
  /** Positions of arguments that are passed on as they are. */
  readonly excluded?: Iterable<number> | null;
  /**
   * What the function takes and gives, if not scalars: `"(m,n),(n)->(m)"` for a matrix and a vector that give a vector.
   */
  readonly signature?: string | null;
}
// biome-ignore lint/suspicious/noExplicitAny: the function says what it takes
type AnyFunction = (...args: any[]) => TensorLike | readonly TensorLike[];

type Loose<A extends readonly unknown[]> = { [K in keyof A]: TensorLike };

/**
 * A function of scalars (or of what the signature says) made one of tensors: it is called on each element, and arguments
 * are broadcast against each other.
 *
 * @throws {OptionError} when the signature is not one, or does not fit the arguments.
 * @see {@link https://keras.io/api/ops/numpy/#vectorize-function | keras.ops.vectorize}
 * @example
 * const add3 = vectorize((a, b) => add(a, multiply(3, b)));
 * add3([[1], [2]], [10, 20]); // [[31, 61], [32, 62]]
 */
export function vectorize<F extends AnyFunction>(
  pyfunc: F,
  { excluded = null, signature = null }: VectorizeOptions = {},
): (...args: Loose<Parameters<F>>) => ReturnType<F> extends readonly unknown[] ? Tensor[] : Tensor {
  const fixed = new Set(excluded ?? []);
  const parsed = signature === null ? undefined : parse(signature);
  return (...args) => {
    const places = args.map((_, i) => i).filter((i) => !fixed.has(i));
    const inputs = parsed?.inputs ?? places.map(() => []);
    if (inputs.length !== places.length)
      throw argumentError("vectorize", "signature", `name ${places.length} arguments`, signature);
    const call = (values: readonly Tensor[]): unknown =>
      pyfunc(...args.map((arg, i) => (fixed.has(i) ? arg : values[places.indexOf(i)])));
    return tidy(() =>
      mapped(
        call,
        places.map((i) => asTensor("vectorize", args[i] as TensorLike)),
        inputs,
      ),
    ) as never;
  };
}

type Names = readonly string[];

/** Every argument with all axes of the loop, which become one; the function on each of its elements; the axes again. */
function mapped(
  call: (values: readonly Tensor[]) => unknown,
  args: readonly Tensor[],
  inputs: readonly Names[],
): unknown {
  checkSizes(args, inputs);
  const loops = args.map(({ shape }, i) => shape.slice(0, shape.length - inputs[i]!.length));
  const loop = broadcastShapes("vectorize", ...loops) as number[];
  const count = loop.reduce((all, size) => all * size, 1);
  const rows = args.map((arg, i) => {
    const own = arg.shape.slice(loops[i]!.length);
    const aligned = tf.reshape(arg, [...Array<number>(loop.length - loops[i]!.length).fill(1), ...arg.shape]);
    return tf.reshape(tf.broadcastTo(aligned, [...loop, ...own]), [count, ...own]);
  });
  const result = vectorizedMap((values) => call(values as unknown as readonly Tensor[]) as Tensor, rows);
  const shaped = (one: Tensor): Tensor => tf.reshape(one, [...loop, ...one.shape.slice(1)]);
  return Array.isArray(result) ? (result as Tensor[]).map(shaped) : shaped(result);
}

/** Axes of one name have one size. */
function checkSizes(args: readonly Tensor[], inputs: readonly Names[]): void {
  const sizes = new Map<string, number>();
  args.forEach(({ shape }, i) => {
    const names = inputs[i]!;
    if (shape.length < names.length)
      throw shapeError("vectorize", `argument ${i} must have the axes (${names.join(", ")})`, shape);
    const own: KnownShape = shape.slice(shape.length - names.length);
    names.forEach((name, k) => {
      const size = sizes.get(name) ?? own[k]!;
      if (size !== own[k]) throw shapeError("vectorize", `axis ${name} must have one size, ${size}`, shape);
      sizes.set(name, size);
    });
  });
}

/** `(m,n),(n)->(m)`: the names of the axes of each argument. */
function parse(signature: string): { inputs: Names[] } {
  const list = /^\([^()]*\)(,\([^()]*\))*$/;
  const [left, right, ...rest] = signature.replace(/\s/g, "").split("->");
  if (left === undefined || right === undefined || rest.length > 0 || !list.test(left) || !list.test(right))
    throw argumentError("vectorize", "signature", 'be of the form "(m,n),(n)->(m)"', signature);
  const inputs = [...left.matchAll(/\(([^()]*)\)/g)].map(([, names]) =>
    names!.split(",").filter((name) => name !== ""),
  );
  return { inputs };
}
