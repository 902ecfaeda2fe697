import { defineOp, type KerasTensor, type Shape, type Tensor, type TensorLike } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { frontAxis } from "../_axes.ts";
import { argumentError, spec, specOf } from "../_spec.ts";

interface UniqueOptions {
  sorted: boolean;
  returnIndex: boolean;
  returnInverse: boolean;
  returnCounts: boolean;
  axis: number | null;
  size: number | null;
  fillValue: number | null;
}

const uniqueOp = /* @__PURE__ */ defineOp<[x: Tensor], UniqueOptions, Tensor | Tensor[]>({
  className: "Unique",
  module: "numpy",
  tensors: ["x"],
  options: {
    sorted: true,
    returnIndex: false,
    returnInverse: false,
    returnCounts: false,
    axis: null,
    size: null,
    fillValue: null,
  },
  call: (x, options) => {
    const { axis, size, fillValue } = options;
    checkSize(size);
    const along = axis === null ? 0 : frontAxis("unique", axis, x.rank);
    const source = axis === null ? tf.reshape(x, [-1]) : x;
    const groups = groupsOf(source, along, options.sorted);
    const kept = groups.first.slice(0, size ?? undefined);
    const values = tf.gather(source, tf.tensor1d(kept, "int32"), along);
    const missing = size === null ? 0 : size - kept.length;
    const indices = (data: readonly number[], fill: number): Tensor =>
      tf.tensor1d([...data.slice(0, size ?? undefined), ...Array<number>(missing).fill(fill)], "int32");
    const results = [missing === 0 ? values : filled(values, along, missing, fillValue ?? 0)];
    if (options.returnIndex) results.push(indices(groups.first, 1));
    if (options.returnInverse)
      results.push(tf.tensor(Int32Array.from(groups.of), axis === null ? x.shape : [groups.of.length], "int32"));
    if (options.returnCounts) results.push(indices(groups.counts, 0));
    return results.length === 1 ? results[0]! : results;
  },
  spec: (x: unknown, { axis, size, ...wanted }: UniqueOptions) => {
    const { shape, dtype } = specOf(x);
    checkSize(size);
    const along = axis === null ? 0 : frontAxis("unique", axis, shape.length);
    const vector = spec([size], "int32");
    const inverse: Shape = axis === null ? shape : [shape[along]!];
    const results = [spec(axis === null ? [size] : shape.with(along, size), dtype)];
    if (wanted.returnIndex) results.push(vector);
    if (wanted.returnInverse) results.push(spec(inverse, "int32"));
    if (wanted.returnCounts) results.push(vector);
    return results.length === 1 ? results[0]! : results;
  },
});

type Given = Partial<UniqueOptions>;
type Alone = Given & { returnIndex?: false; returnInverse?: false; returnCounts?: false };

/**
 * The different elements of a tensor, or its different slices along an axis, in increasing order.
 *
 * With `returnIndex`, `returnInverse` or `returnCounts` a list: the elements, where each stands first, which of them each
 * element of the tensor is, and how often each occurs. With `size` there are that many, the first ones, or `fillValue` in
 * the places that are left. Costs a pass on the host, and a sort of what it finds.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.unique}
 * @example
 * unique([3, 1, 2, 3]); // [1, 2, 3]
 * unique([3, 1, 3], { returnCounts: true })[1]; // [1, 2]
 */
function differentElements(x: TensorLike, options?: Alone): Tensor;
function differentElements(x: TensorLike, options: Given): Tensor[];
function differentElements(x: KerasTensor, options?: Alone): KerasTensor;
function differentElements(x: KerasTensor, options: Given): KerasTensor[];
function differentElements(x: TensorLike | KerasTensor, options: Given = {}): unknown {
  return uniqueOp(x, options);
}
export const unique = /* @__PURE__ */ Object.assign(differentElements, { definition: uniqueOp.definition });

interface Groups {
  /** Where each group has its first slice. */
  readonly first: number[];
  readonly counts: number[];
  /** The group of each slice. */
  readonly of: number[];
}

function groupsOf(x: Tensor, axis: number, sorted: boolean): Groups {
  const rows = slices(x, axis);
  const known = new Map<unknown, number>();
  const first: number[] = [];
  const counts: number[] = [];
  const of = rows.map((row, i) => {
    const key = row.length === 1 ? row[0] : row.join();
    let group = known.get(key);
    if (group === undefined) {
      known.set(key, (group = first.length));
      first.push(i);
      counts.push(0);
    }
    counts[group]!++;
    return group;
  });
  if (!sorted) return { first, counts, of };
  const order = first.map((_, group) => group).sort((a, b) => compare(rows[first[a]!]!, rows[first[b]!]!));
  const places = new Array<number>(order.length);
  for (const [place, group] of order.entries()) places[group] = place;
  return { first: order.map((g) => first[g]!), counts: order.map((g) => counts[g]!), of: of.map((g) => places[g]!) };
}

/** The slices along an axis, each as a row: in the order in which they compare. */
function slices(x: Tensor, axis: number): number[][] {
  const order = x.shape.map((_, i) => (i === 0 ? axis : i === axis ? 0 : i));
  const data = tf.transpose(x, order).dataSync();
  const count = x.shape[axis]!;
  const length = count === 0 ? 0 : data.length / count;
  return Array.from({ length: count }, (_, i) => [...data.slice(i * length, (i + 1) * length)]);
}

/** Element by element; NaN comes last. */
function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((one, i) => !Object.is(one, b[i]) && one !== b[i]);
  if (at < 0) return 0;
  const [x, y] = [a[at]!, b[at]!];
  if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y));
  return x < y ? -1 : 1;
}

function filled(values: Tensor, axis: number, missing: number, value: number): Tensor {
  return tf.pad(
    values,
    values.shape.map((_, i): [number, number] => [0, i === axis ? missing : 0]),
    value,
  );
}

function checkSize(size: number | null): void {
  if (size !== null && (!Number.isInteger(size) || size < 0))
    throw argumentError("unique", "size", "be a non-negative integer or null", size);
}
