import { defineOp, isFloat, makeSeed, mix, type SeedGenerator, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { as, toFloat } from "../_operands.ts";
import { argumentError, spec, specOf } from "../_spec.ts";
import { blur } from "./_filters.ts";
import { fromImageBatch, type ImageOptions, imageAxes, toImageBatch } from "./_images.ts";
import { interpolate } from "./_interpolate.ts";
import { checkTransform, type TransformFillMode, type TransformInterpolation } from "./_projection.ts";
import { folds } from "./map-coordinates.ts";

export interface ElasticTransformOptions extends ImageOptions {
  /** How strongly images are distorted. */
  alpha: number;
  /** How smooth distortions are, in pixels. */
  sigma: number;
  interpolation: TransformInterpolation;
  fillMode: TransformFillMode;
  fillValue: number;
  /** A number gives the same distortions each time. */
  seed: number | SeedGenerator | null;
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
  if (!(options.sigma >= 0)) throw argumentError(op, "sigma", "be a number from 0 on", options.sigma);
  return imageAxes(op, shape, options.dataFormat);
}

function distort(batch: Tensor, options: ElasticTransformOptions): Tensor {
  const { alpha, interpolation, fillMode, fillValue, seed } = options;
  const [count, height, width, channels] = batch.shape as [number, number, number, number];
  const start = typeof seed === "number" ? seed >>> 0 : (seed?.next() ?? makeSeed());
  const field = (which: number): Tensor => {
    const moved = tf.mul(displacements([count, height, width, 1], options.sigma, mix(start, which)), alpha);
    return tf.reshape(moved, [count, height, width]);
  };
  const rows = tf.reshape(tf.range(0, height, 1, "float32"), [1, height, 1]);
  const columns = tf.reshape(tf.range(0, width, 1, "float32"), [1, 1, width]);
  const fold = folds[fillMode];
  const starts = tf.reshape(tf.range(0, count * height * width, height * width || 1, "int32"), [count, 1]);
  const values = interpolate(tf.reshape(batch, [count * height * width, channels]), {
    sizes: [height, width],
    coordinates: [tf.reshape(tf.add(rows, field(1)), [-1]), tf.reshape(tf.add(columns, field(2)), [-1])],
    offset: tf.reshape(tf.tile(starts, [1, height * width]), [-1]),
    ...(interpolation === "nearest" && { nearest: tf.round }),
    ...(fold ? { fold } : { fillValue }),
  });
  return tf.reshape(values, batch.shape);
}

/** A field of normal numbers of standard deviation `sigma`, blurred by a Gaussian kernel of the same. */
function displacements(shape: readonly [number, number, number, number], sigma: number, seed: number): Tensor {
  if (sigma === 0) return tf.zeros([...shape]);
  const numbers = tf.tensor4d(
    normals(
      shape.reduce((all, size) => all * size, 1),
      sigma,
      seed,
    ),
    [...shape],
  );
  const size = (6 * Math.trunc(sigma)) | 1;
  return blur(numbers, [size, size], [sigma, sigma]);
}

/** Numbers of a normal distribution, in pairs from two uniform ones (Box and Muller). */
function normals(count: number, stddev: number, seed: number): Float32Array {
  const numbers = new Float32Array(count);
  for (let i = 0; i < count; i += 2) {
    const radius = stddev * Math.sqrt(-2 * Math.log((mix(seed, i) + 0.5) / 2 ** 32));
    const angle = (2 * Math.PI * mix(seed, i + 1)) / 2 ** 32;
    numbers[i] = radius * Math.cos(angle);
    if (i + 1 < count) numbers[i + 1] = radius * Math.sin(angle);
  }
  return numbers;
}
