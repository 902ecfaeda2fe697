import {
  defineOp,
  hostTensor,
  isFloat,
  isTensor,
  makeSeed,
  mix,
  type SeedGenerator,
  type Tensor,
} from "@hornbeam/core";
import { drawNormal, hostWork } from "@hornbeam/kernels";
import * as tf from "@hornbeam/kernels/tfjs";
import { as, toFloat } from "../_operands.ts";
import { argumentError, spec, specOf } from "../_spec.ts";
import { filtered, gaussian } from "./_filters.ts";
import { fromImageBatch, type ImageOptions, imageAxes, toImageBatch } from "./_images.ts";
import { interpolate } from "./_interpolate.ts";
import { checkTransform, type TransformFillMode, type TransformInterpolation } from "./_projection.ts";
import { folds } from "./map-coordinates.ts";

/** A deviation that may be another in each step. */
export interface DrawnSigma {
  /** One number. */
  readonly value: Tensor;
  /** The largest that it may be: the memory that is needed follows from it. */
  readonly atMost: number;
}

export interface ElasticTransformOptions extends ImageOptions {
  /** How strongly images are distorted. */
  alpha: number | Tensor;
  /** How smooth distortions are, in pixels. */
  sigma: number | DrawnSigma;
  interpolation: TransformInterpolation;
  fillMode: TransformFillMode;
  fillValue: number;
  /** A number gives the same distortions each time, and so does a key in a tensor: two int32 numbers. */
  seed: number | SeedGenerator | Tensor | null;
}

/**
 * Images distorted at random, each in its own way: pixels come from `alpha` times a blurred field of random numbers away.
 *
 * - images: `[height, width, channels]` or a batch of those; with channels first for `"channels_first"`
 * - output: the shape and dtype of the images
 *
 * @throws {ShapeError} when the images have another rank than 3 or 4.
 * @see {@link https://keras.io/api/ops/image/ | keras.ops.image.elastic_transform}; there both directions share their
 *   random numbers, so that all distortions run along the diagonal, and here each has its own
 * @see {@link https://doi.org/10.1109/ICDAR.2003.1227801 | Simard et al., 2003}
 * @example
 * image.elasticTransform([[[1], [2]]], { alpha: 0 }); // [[[1], [2]]]
 */
export const elasticTransform = /* @__PURE__ */ defineOp<[images: Tensor], ElasticTransformOptions, Tensor>({
  className: "ElasticTransform",
  module: "image",
  tensors: ["images"],
  options: {
    alpha: 20,
    sigma: 5,
    interpolation: "bilinear",
    fillMode: "reflect",
    fillValue: 0,
    seed: null,
    dataFormat: null,
  },
  call: (images, options) => {
    const { format } = check(images.shape, options);
    const batch = toFloat(toImageBatch(images, format));
    const distorted = fromImageBatch(distort(batch, options), format, images.rank);
    return isFloat(images.dtype) ? distorted : as(tf.round(distorted), images.dtype as "int32");
  },
  spec: (images: unknown, options: ElasticTransformOptions) => {
    const { shape, dtype } = specOf(images);
    check(shape, options);
    return spec(shape, dtype);
  },
});

function check(shape: Parameters<typeof imageAxes>[1], options: ElasticTransformOptions) {
  const op = "image.elasticTransform";
  checkTransform(op, options.interpolation, options.fillMode);
  const { sigma } = options;
  const least = typeof sigma === "object" ? sigma.atMost : sigma;
  if (!(least >= 0)) throw argumentError(op, "sigma", "be a number from 0 on", least);
  return imageAxes(op, shape, options.dataFormat);
}

function distort(batch: Tensor, options: ElasticTransformOptions): Tensor {
  const { interpolation, fillMode, fillValue } = options;
  const [count, height, width, channels] = batch.shape as [number, number, number, number];
  const rows = tf.reshape(tf.range(0, height, 1, "float32"), [1, height, 1]);
  const columns = tf.reshape(tf.range(0, width, 1, "float32"), [1, 1, width]);
  const [down, across] = tf.unstack(displacements([2, count, height, width], options)) as [Tensor, Tensor];
  const fold = folds[fillMode];
  const starts = tf.reshape(tf.range(0, count * height * width, height * width || 1, "int32"), [count, 1]);
  const values = interpolate(tf.reshape(batch, [count * height * width, channels]), {
    sizes: [height, width],
    coordinates: [tf.reshape(tf.add(rows, down), [-1]), tf.reshape(tf.add(columns, across), [-1])],
    offset: tf.reshape(tf.tile(starts, [1, height * width]), [-1]),
    ...(interpolation === "nearest" && { nearest: tf.round }),
    ...(fold ? { fold } : { fillValue }),
  });
  return tf.reshape(values, batch.shape);
}

type Fields = readonly [number, number, number, number];

/** `alpha` times fields of normal numbers of standard deviation `sigma`, blurred by a Gaussian kernel of the same. */
function displacements(shape: Fields, { alpha, sigma, seed }: ElasticTransformOptions): Tensor {
  const numbers = tf.mul(drawNormal(keyOf(seed), shape), typeof sigma === "object" ? sigma.value : sigma);
  const [fields, height, width] = [shape[0] * shape[1], shape[2], shape[3]];
  const [size, bell] = bellOf(sigma);
  const apart = tf.reshape(numbers, [fields, height, width, 1]);
  const blurred = size === 1 ? apart : filtered(filtered(apart, bell, [size, 1]), bell, [1, size]);
  return tf.mul(tf.reshape(blurred, [...shape]), alpha);
}

/** The numbers of the kernel. Of a deviation that is drawn, there is room for the largest, and 0 beyond what it reaches. */
function bellOf(sigma: number | DrawnSigma): readonly [size: number, bell: Float32Array | Tensor] {
  const sizeOf = (deviation: number): number => (6 * Math.trunc(deviation)) | 1;
  if (typeof sigma !== "object") return [sizeOf(sigma), gaussian(sizeOf(sigma), sigma)];
  const most = sizeOf(sigma.atMost);
  const bell = hostWork([sigma.value], [most], "float32", (deviation) => {
    const size = Math.min(sizeOf(deviation![0]!), most);
    const numbers = new Float32Array(most);
    numbers.set(size === 1 ? [1] : gaussian(size, deviation![0]!), (most - size) / 2);
    return numbers;
  });
  return [most, bell];
}

/** Two words that all numbers follow from. */
function keyOf(seed: ElasticTransformOptions["seed"]): Tensor {
  if (isTensor(seed)) return seed;
  if (seed !== null && typeof seed === "object") return seed.nextKey();
  return hostTensor(() => wordsOf(seed ?? makeSeed()), [2], "int32");
}

function wordsOf(seed: number): Int32Array {
  return Int32Array.of(seed, mix(0, seed >>> 0));
}
