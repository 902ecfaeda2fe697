import { defineOp, flatten, isSymbolic, packAs, type Tensor, type TensorLike, tidy } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { frontAxis } from "../_axes.ts";
import { asTensor } from "../_operands.ts";
import { mapSpecs, resultSpecs, type Sequences, sequenceSpecs, sequencesOf, sharedSize } from "./_structures.ts";

interface AssociativeScanOptions {
  /** Whether to combine from the last element to the first. */
  reverse?: boolean;
  /** The axis along which elements are combined. */
  axis?: number;
}
type Combine = (a: never, b: never) => unknown;

/**
 * The elements so far, combined by an associative function, at each place along an axis: `[a, f(a, b), f(f(a, b), c), …]`.
 * The function is called on many pairs at once, about `2 log₂ n` times for `n` elements.
 *
 * @param f `f(f(a, b), c)` must be `f(a, f(b, c))`, element by element along the axis.
 * @param elems A tensor, or a structure of tensors of the same size along the axis.
 * @throws {ShapeError} when the sizes along the axis differ.
 * @see {@link https://keras.io/api/ops/core/#associativescan-function | keras.ops.associative_scan}
 * @see {@link https://www.cs.cmu.edu/~guyb/papers/Ble93.pdf | Blelloch, 1990}
 * @example
 * associativeScan((a, b) => multiply(a, b), [1, 2, 3, 4]); // [1, 2, 6, 24]
 */
export function associativeScan<const E>(
  f: (a: Sequences<E>, b: Sequences<E>) => unknown,
  elems: E,
  options: AssociativeScanOptions = {},
): Sequences<E> {
  const { reverse = false, axis = 0 } = options;
  const all = { reverse, axis };
  return (isSymbolic(elems) ? scanOp(f, elems, all) : tidy(() => scanned(f, elems, all))) as Sequences<E>;
}

const scanOp = /* @__PURE__ */ defineOp<[f: Combine, elems: unknown], Required<AssociativeScanOptions>, unknown>({
  className: "AssociativeScan",
  module: "core",
  tensors: ["f", "elems"],
  options: { reverse: false, axis: 0 } as Required<AssociativeScanOptions>,
  raw: true,
  call: (f, elems, options) => scanned(f, elems, options),
  spec: (f: Combine, elems: unknown, { axis }: Required<AssociativeScanOptions>) => {
    const specs = sequenceSpecs(elems);
    const size = sharedSize("associativeScan", "elems", specs, axis);
    const along = (shape: readonly unknown[]): number => frontAxis("associativeScan", axis, shape.length);
    const one = mapSpecs(specs, ({ shape, dtype }) => ({ shape: shape.with(along(shape), 1), dtype }));
    return mapSpecs(resultSpecs(f, one, one), ({ shape, dtype }) => ({ shape: shape.with(along(shape), size), dtype }));
  },
});

function scanned(f: Combine, elems: unknown, { reverse, axis }: Required<AssociativeScanOptions>): unknown {
  const sequences = sequencesOf("associativeScan", elems);
  sharedSize("associativeScan", "elems", sequences, axis);
  const leaves = flatten(sequences) as Tensor[];
  const axes = leaves.map(({ rank }) => frontAxis("associativeScan", axis, rank));
  const turned = (tensors: readonly Tensor[]): Tensor[] =>
    reverse ? tensors.map((one, k) => tf.reverse(one, [axes[k]!])) : [...tensors];
  const combine: Pairs = (a, b) =>
    flatten(f(packAs(sequences, a) as never, packAs(sequences, b) as never)).map((one) =>
      asTensor("associativeScan", one as TensorLike),
    );
  return packAs(sequences, turned(prefixes(combine, turned(leaves), axes)));
}

type Pairs = (a: readonly Tensor[], b: readonly Tensor[]) => Tensor[];

/** Combines neighbours, the prefixes of which are those at every second place; then the places between. */
function prefixes(combine: Pairs, elems: readonly Tensor[], axes: readonly number[]): Tensor[] {
  const size = elems[0]!.shape[axes[0]!]!;
  if (size < 2) return [...elems];
  const part = (tensors: readonly Tensor[], from: number, count: number): Tensor[] =>
    tensors.map((one, k) => {
      const [begin, sizes] = [one.shape.map(() => 0), [...one.shape]];
      begin[axes[k]!] = from;
      sizes[axes[k]!] = count;
      return tf.slice(one, begin, sizes);
    });
  const every = (tensors: readonly Tensor[], from: number): Tensor[] =>
    tensors.map((one, k) => {
      const places = Array.from({ length: Math.ceil((size - from) / 2) }, (_, i) => from + 2 * i);
      return tf.gather(one, tf.tensor1d(places, "int32"), axes[k]!);
    });
  const pairs = Math.floor(size / 2);
  const odd = prefixes(combine, combine(part(every(elems, 0), 0, pairs), every(elems, 1)), axes);
  const later = every(elems, 2);
  const between = later[0]!.shape[axes[0]!]! > 0 ? combine(part(odd, 0, Math.ceil(size / 2) - 1), later) : undefined;
  return odd.map((one, k) => {
    const axis = axes[k]!;
    const first = part(elems, 0, 1)[k]!;
    const even = between ? tf.concat([first, between[k]!], axis) : first;
    return interleaved(even, one, axis);
  });
}

/** `[a₀, b₀, a₁, b₁, …]`, where there may be one `a` more. */
function interleaved(a: Tensor, b: Tensor, axis: number): Tensor {
  const [first, second] = [a.shape[axis]!, b.shape[axis]!];
  const order = Array.from({ length: first + second }, (_, i) => (i % 2 === 0 ? i / 2 : first + (i - 1) / 2));
  return tf.gather(tf.concat([a, b], axis), tf.tensor1d(order, "int32"), axis);
}
