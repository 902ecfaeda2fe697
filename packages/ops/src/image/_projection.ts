import type { Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { as, toFloat } from "../_operands.ts";
import { argumentError } from "../_spec.ts";
import type { DataFormat } from "../nn/_windows.ts";
import { select } from "../numpy/_select.ts";
import { fromImageBatch, toImageBatch } from "./_images.ts";
import { interpolate } from "./_interpolate.ts";
import { reflected } from "./_reflected.ts";

export type TransformInterpolation = "nearest" | "bilinear";
export type TransformFillMode = "constant" | "nearest" | "wrap" | "reflect";

interface Projection {
  readonly format: DataFormat;
  readonly interpolation: TransformInterpolation;
  readonly fillMode: TransformFillMode;
  readonly fillValue: number;
}

/**
 * Images whose pixel `(x, y)` is that at `((a0 x + a1 y + a2) / k, (b0 x + b1 y + b2) / k)` with `k = c0 x + c1 y + 1` of
 * the given ones, for transforms `[a0, a1, a2, b0, b1, b2, c0, c1]` in rows: one for all images, or one for each.
 */
export function project(images: Tensor, transforms: Tensor, projection: Projection): Tensor {
  const { format, interpolation, fillMode, fillValue } = projection;
  const batch = toFloat(toImageBatch(images, format)) as tf.Tensor4D;
  const rows = tf.reshape(transforms, [-1, 8]) as tf.Tensor2D;
  // the backend's kernel is some twenty times as fast, but has no gradient, and takes reflections wrong
  const differentiable = tf.engine().state.gradientDepth > 0 || batch.size === 0;
  const projected = differentiable
    ? composed(batch, rows, projection)
    : fillMode === "reflect"
      ? reflected(batch, rows, { nearest: interpolation === "nearest", fillValue })
      : tf.image.transform(batch, rows, interpolation, fillMode, fillValue);
  return as(fromImageBatch(projected, format, images.rank), images.dtype as "float32");
}

/** The same made of ops that have gradients. */
function composed(batch: Tensor, transforms: Tensor, { interpolation, fillMode, fillValue }: Projection): Tensor {
  const [count, height, width, channels] = batch.shape as [number, number, number, number];
  const { x, y, atInfinity } = sources(transforms, count, height, width);
  const starts = tf.range(0, count * height * width, height * width || 1, "int32");
  const values = interpolate(tf.reshape(batch, [count * height * width, channels]), {
    sizes: [height, width],
    coordinates: [foldPlaces[fillMode](y, height), foldPlaces[fillMode](x, width)],
    ...(fillMode === "constant" && { fillValue }),
    ...(interpolation === "nearest" && { nearest: roundAway }),
    offset: tf.reshape(tf.tile(tf.reshape(starts, [count, 1]), [1, height * width]), [-1]),
  });
  return tf.reshape(select(tf.expandDims(atInfinity, 1), tf.scalar(fillValue), values), batch.shape);
}

/** The nearest integer; of two, the one farther from zero. */
function roundAway(x: Tensor): Tensor {
  const size = tf.abs(x);
  const whole = tf.floor(size);
  // adding a half first would lift what is just below one
  const up = tf.cast(tf.greaterEqual(tf.sub(size, whole), 0.5), "float32");
  return tf.mul(tf.sign(x), tf.add(whole, up));
}

interface Sources {
  readonly x: Tensor;
  readonly y: Tensor;
  readonly atInfinity: Tensor;
}

/** The places that pixels come from, image by image, row by row. */
function sources(transforms: Tensor, count: number, height: number, width: number): Sources {
  const columns = tf.reshape(tf.range(0, width, 1, "float32"), [1, 1, width]);
  const rows = tf.reshape(tf.range(0, height, 1, "float32"), [1, height, 1]);
  const [a0, a1, a2, b0, b1, b2, c0, c1] = tf
    .split(tf.reshape(transforms, [-1, 1, 8]), 8, 2)
    .map((column) => tf.reshape(column, [-1, 1, 1])) as Tensor[];
  const weighted = (forX: Tensor, forY: Tensor, more: Tensor | number): Tensor =>
    tf.add(tf.add(tf.mul(forX, columns), tf.mul(forY, rows)), more);
  const k = weighted(c0!, c1!, 1);
  const atInfinity = tf.equal(k, 0);
  const divisor = select(atInfinity, tf.scalar(1), k);
  const flat = (places: Tensor): Tensor => {
    const each = places.shape[0] === count ? places : tf.tile(places, [count, 1, 1]);
    return tf.reshape(each, [-1]);
  };
  return {
    x: flat(tf.div(weighted(a0!, a1!, a2!), divisor)),
    y: flat(tf.div(weighted(b0!, b1!, b2!), divisor)),
    atInfinity: flat(atInfinity),
  };
}

/** Where places outside of an axis read. */
const foldPlaces: Readonly<Record<TransformFillMode, (place: Tensor, size: number) => Tensor>> = {
  constant: (place) => place,
  nearest: (place, size) => tf.clipByValue(place, 0, size - 1),
  wrap: (place, size) => {
    if (size === 1) return tf.zerosLike(place);
    // periods are counted by `size - 1`, and are `size` long: so TensorFlow does
    const periods = tf.floor(tf.div(tf.abs(place), size - 1));
    const below = tf.add(place, tf.mul(tf.add(periods, 1), size));
    const above = tf.sub(place, tf.mul(periods, size));
    return within(place, size, below, above);
  },
  reflect: (place, size) => {
    if (size === 1) return tf.zerosLike(place);
    const shift = tf.mul(tf.floor(tf.div(tf.abs(place), 2 * size)), 2 * size);
    const under = tf.add(place, shift);
    const below = select(tf.less(under, -size), tf.add(under, 2 * size), tf.sub(tf.neg(under), 1));
    const over = tf.sub(place, shift);
    const above = select(tf.greaterEqual(over, size), tf.sub(2 * size - 1, over), over);
    return within(place, size, below, above);
  },
};

/** The place where it lies in the axis, and what stands for it below and above that, brought into the axis. */
function within(place: Tensor, size: number, below: Tensor, above: Tensor): Tensor {
  const folded = select(tf.less(place, 0), below, select(tf.greater(place, size - 1), above, place));
  return tf.clipByValue(folded, 0, size - 1);
}

/** Options that transforms of images share. */
export function checkTransform(op: string, interpolation: string, fillMode: string): void {
  if (interpolation !== "nearest" && interpolation !== "bilinear")
    throw argumentError(op, "interpolation", 'be "nearest" or "bilinear"', interpolation);
  if (!Object.keys(foldPlaces).includes(fillMode))
    throw argumentError(op, "fillMode", 'be "constant", "nearest", "wrap" or "reflect"', fillMode);
}
