import type { Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { spread } from "./_select.ts";

/** A tensor with a letter for each axis. */
export interface Labelled {
  readonly x: Tensor;
  readonly labels: readonly string[];
}

/** Sum of products of two tensors over all letters that the output does not have, as one batched matrix product. */
export function contractPair(a: Labelled, b: Labelled, output: readonly string[]): Tensor {
  const left = sumOut(diagonal(a), (label) => output.includes(label) || b.labels.includes(label));
  const right = sumOut(diagonal(b), (label) => output.includes(label) || a.labels.includes(label));
  const shared = left.labels.filter((label) => right.labels.includes(label));
  const batch = shared.filter((label) => output.includes(label));
  const inner = shared.filter((label) => !output.includes(label));
  const rows = left.labels.filter((label) => !shared.includes(label));
  const columns = right.labels.filter((label) => !shared.includes(label));
  const size = (labels: readonly string[]): number =>
    labels.reduce((all, label) => all * sizeIn(label, left, right), 1);

  const x = arrange(left, [...batch, ...rows, ...inner], shared, right);
  const y = arrange(right, [...batch, ...inner, ...columns], shared, left);
  const product = tf.matMul(
    tf.reshape(x, [size(batch), size(rows), size(inner)]),
    tf.reshape(y, [size(batch), size(inner), size(columns)]),
  );
  const labels = [...batch, ...rows, ...columns];
  const full = tf.reshape(
    product,
    labels.map((label) => sizeIn(label, left, right)),
  );
  return tf.transpose(
    full,
    output.map((label) => labels.indexOf(label)),
  );
}

/** Axes in an order; a shared axis of size 1 is spread to the other's size. */
function arrange(own: Labelled, order: readonly string[], shared: readonly string[], other: Labelled): Tensor {
  const ordered = tf.transpose(
    own.x,
    order.map((label) => own.labels.indexOf(label)),
  );
  const shape = order.map((label) => (shared.includes(label) ? sizeIn(label, own, other) : sizeIn(label, own, own)));
  return spread(ordered, shape);
}

function sizeIn(label: string, a: Labelled, b: Labelled): number {
  const sizes = [a, b].map(({ x, labels }) => (labels.includes(label) ? x.shape[labels.indexOf(label)]! : 1));
  return sizes[0] === 1 ? sizes[1]! : sizes[0]!;
}

/** Without the axes that nothing else needs. */
function sumOut({ x, labels }: Labelled, needed: (label: string) => boolean): Labelled {
  const axes = labels.flatMap((label, axis) => (needed(label) ? [] : [axis]));
  return axes.length === 0 ? { x, labels } : { x: tf.sum(x, axes), labels: labels.filter(needed) };
}

/** A letter that occurs twice in one tensor stands for its diagonal. */
function diagonal({ x, labels }: Labelled): Labelled {
  const twice = labels.find((label, axis) => labels.indexOf(label) !== axis);
  if (twice === undefined) return { x, labels };
  const [first, second] = [labels.indexOf(twice), labels.lastIndexOf(twice)];
  const size = x.shape[first]!;
  const rest = labels.map((_, axis) => axis).filter((axis) => axis !== first && axis !== second);
  const square = tf.reshape(tf.transpose(x, [first, second, ...rest]), [size * size, -1]);
  const places = Array.from({ length: size }, (_, i) => i * (size + 1));
  const line = tf.gather(square, tf.tensor1d(places, "int32"));
  return diagonal({
    x: tf.reshape(line, [size, ...rest.map((axis) => x.shape[axis]!)]),
    labels: [twice, ...rest.map((axis) => labels[axis]!)],
  });
}
