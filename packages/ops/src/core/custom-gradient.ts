import { flatten, isSymbolic, isTensor, isTracing, packAs, sizeOf, type Tensor, type TensorLike } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { asTensor } from "../_operands.ts";
import { argumentError } from "../_spec.ts";

/** The gradients of the arguments' tensors, in order, from that of the output: a list of them where it is a structure. */
// biome-ignore lint/suspicious/noExplicitAny: a tensor for one output, a list of them for several
type GradFunction = (upstream: any) => Tensor | readonly (Tensor | null)[];

/**
 * A function whose gradient is told instead of derived, to be quicker or more exact.
 *
 * @param f Gives `[output, grad]`: the function's value, and a function that makes the gradients of the arguments, in
 * order, of the gradient of the output.
 * @returns The function of the same arguments that gives the output.
 * @see {@link https://keras.io/api/ops/core/#customgradient-function | keras.ops.custom_gradient}
 * @example
 * const twice = customGradient((x) => [multiply(x, 2), (upstream) => multiply(upstream, 2)]);
 * twice([1, 2]); // [2, 4]
 */
export function customGradient<A extends readonly unknown[], R>(
  f: (...args: A) => readonly [output: R, grad: GradFunction],
): (...args: { [K in keyof A]: A[K] extends Tensor ? TensorLike : A[K] }) => R {
  return (...given) => {
    if (isSymbolic(given)) {
      if (isTracing()) return f(...(given as unknown as A))[0]; // only shapes are asked for
      throw argumentError(
        "customGradient",
        "args",
        "be tensors: wrap the function in a layer to use it in a graph",
        given,
      );
    }
    const args = given.map((one) => (isStructure(one) ? one : asTensor("customGradient", one as TensorLike)));
    return differentiable(f as unknown as Loose, args) as R; // the arguments have become what it takes
  };
}

type Loose = (...args: readonly unknown[]) => readonly [output: unknown, grad: GradFunction];

/** The outputs are one vector while the tape sees them, which takes one tensor a function. */
function differentiable(f: Loose, args: readonly unknown[]): unknown {
  const inputs = flatten(args).filter((leaf): leaf is Tensor => isTensor(leaf));
  let output: unknown;
  let made: readonly Tensor[] = [];
  let shapes: readonly (readonly number[])[] = [];
  const withGradient = tf.customGrad((...passed) => {
    const tensors = passed.slice(0, inputs.length) as Tensor[];
    const [value, grad] = f(...replaced(args, tensors));
    const leaves = flatten(value) as Tensor[];
    output = value;
    made = keepMade();
    shapes = leaves.map(({ shape }) => shape);
    const gradFunc = (dy: Tensor): Tensor[] => {
      const upstreams = unpacked(dy, shapes);
      const given = grad(isTensor(value) ? upstreams[0] : upstreams);
      const grads = isTensor(given) ? [given] : [...given];
      if (grads.length !== inputs.length) {
        const expected = `give a gradient for each of the ${inputs.length} tensors`;
        throw argumentError("customGradient", "grad", expected, grads.length);
      }
      return grads.map((one, k) => one ?? tf.zerosLike(inputs[k]!));
    };
    return { value: packed(leaves), gradFunc };
  });
  const whole = withGradient(...inputs);
  // the tape frees what is saved with its last entry, this function
  const entry = tf.engine().state.activeTape?.at(-1);
  if (entry && made.length > 0) entry.saved = [...(entry.saved ?? []), ...made];
  return packAs(output, unpacked(whole, shapes));
}

/** Keeps what a function has made for the gradient, which may use it; nothing where there will be no gradient. */
function keepMade(): readonly Tensor[] {
  const { gradientDepth, kernelDepth, activeScope } = tf.engine().state;
  // within another function that tells its gradient, this one's is not asked for
  if (gradientDepth === 0 || kernelDepth > 1) return [];
  return activeScope.track.filter(({ isDisposed, kept }) => !isDisposed && !kept).map((one) => tf.keep(one));
}

function packed(leaves: readonly Tensor[]): Tensor {
  return leaves.length === 1 ? tf.clone(leaves[0]!) : tf.concat(leaves.map((one) => tf.reshape(one, [-1])));
}

function unpacked(whole: Tensor, shapes: readonly (readonly number[])[]): Tensor[] {
  if (shapes.length === 1) return [whole];
  const parts = tf.split(
    whole,
    shapes.map((shape) => sizeOf(shape)),
  );
  return parts.map((part, k) => tf.reshape(part, [...shapes[k]!]));
}

/** The arguments with other tensors in the places of theirs. */
function replaced(args: readonly unknown[], tensors: readonly Tensor[]): unknown[] {
  let at = 0;
  return packAs(
    args,
    flatten(args).map((leaf) => (isTensor(leaf) ? tensors[at++] : leaf)),
  ) as unknown[];
}

function isStructure(value: unknown): boolean {
  return typeof value === "object" && value !== null && flatten(value).some((leaf) => isTensor(leaf));
}
