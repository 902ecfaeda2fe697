import { DTypeError, defineOp, isFloat, type Op, refusal, type Shape, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { as, toFloat } from "../_operands.ts";
import { shapeError, spec, specOf } from "../_spec.ts";
import { select } from "../numpy/_select.ts";
import { type ImageAxes, type ImageOptions, imageAxes } from "./_images.ts";

/**
 * The brightness of colors: `0.2989 red + 0.587 green + 0.114 blue`. What has one channel stays as it is.
 *
 * - images: `[height, width, 3]` or a batch of those; with channels first for `"channels_first"`
 * - output: the same with one channel, in the same dtype
 *
 * @throws {ShapeError} when there are neither 3 channels nor 1.
 * @see {@link https://keras.io/api/ops/image/#rgbtograyscale-function | keras.ops.image.rgb_to_grayscale}
 * @example
 * image.rgbToGrayscale([[[1, 1, 0]]]); // [[[0.8859]]]
 */
export const rgbToGrayscale = /* @__PURE__ */ defineOp<[images: Tensor], ImageOptions, Tensor>({
  className: "RGBToGrayscale",
  module: "image",
  tensors: ["images"],
  options: { dataFormat: null },
  call: (images, { dataFormat }) => {
    const axes = colorAxes("image.rgbToGrayscale", images.shape, dataFormat, [3, 1]);
    if (images.shape[axes.channels] === 1) return tf.clone(images);
    const shape = images.shape.map((_, axis) => (axis === axes.channels ? 3 : 1));
    const weights = tf.tensor([0.2989, 0.587, 0.114], shape);
    const gray = tf.sum(tf.mul(toFloat(images), weights), axes.channels, true);
    return as(gray, images.dtype as "float32");
  },
  spec: (images: unknown, { dataFormat }: ImageOptions) => {
    const { shape, dtype } = specOf(images);
    const { channels } = colorAxes("image.rgbToGrayscale", shape, dataFormat, [3, 1]);
    return spec(shape.with(channels, 1), dtype);
  },
});

/**
 * Red, green and blue as hue, saturation and value, all in `[0, 1]`.
 *
 * - images: `[height, width, 3]` in `[0, 1]`, or a batch of those; with channels first for `"channels_first"`
 * - output: the same shape
 *
 * @throws {ShapeError} when there are not 3 channels.
 * @throws {DTypeError} when the images are not of a float dtype.
 * @see {@link https://keras.io/api/ops/image/#rgbtohsv-function | keras.ops.image.rgb_to_hsv}
 * @example
 * image.rgbToHsv([[[0, 1, 0]]]); // [[[0.33333, 1, 1]]]
 */
export const rgbToHsv = /* @__PURE__ */ conversion("RGBToHSV", "image.rgbToHsv", (red, green, blue) => {
  const value = tf.maximum(tf.maximum(red, green), blue);
  const range = tf.sub(value, tf.minimum(tf.minimum(red, green), blue));
  const [one, none] = [tf.scalar(1), tf.scalar(0)];
  const colored = tf.greater(range, 0);
  const lit = tf.greater(value, 0);
  const saturation = select(lit, tf.div(range, select(lit, value, one)), none);
  const divisor = tf.mul(select(colored, range, one), 6);
  const between = (a: Tensor, b: Tensor, from: number): Tensor => tf.add(tf.div(tf.sub(a, b), divisor), from);
  const notRed = select(tf.equal(green, value), between(blue, red, 1 / 3), between(red, green, 2 / 3));
  const hue = select(tf.equal(red, value), between(green, blue, 0), notRed);
  const turned = select(tf.less(hue, 0), tf.add(hue, 1), hue);
  return [select(colored, turned, none), saturation, value];
});

/**
 * Hue, saturation and value as red, green and blue, all in `[0, 1]`.
 *
 * - images: `[height, width, 3]` in `[0, 1]`, or a batch of those; with channels first for `"channels_first"`
 * - output: the same shape
 *
 * @throws {ShapeError} when there are not 3 channels.
 * @throws {DTypeError} when the images are not of a float dtype.
 * @see {@link https://keras.io/api/ops/image/#hsvtorgb-function | keras.ops.image.hsv_to_rgb}
 * @example
 * image.hsvToRgb([[[0.5, 1, 1]]]); // [[[0, 1, 1]]]
 */
export const hsvToRgb = /* @__PURE__ */ conversion("HSVToRGB", "image.hsvToRgb", (hue, saturation, value) => {
  const sixth = tf.mul(hue, 6);
  const away = (from: number): Tensor => tf.abs(tf.sub(sixth, from));
  const shares = [tf.sub(away(3), 1), tf.sub(2, away(2)), tf.sub(2, away(4))];
  const gray = tf.sub(1, saturation);
  return shares.map((share) => tf.mul(tf.add(gray, tf.mul(saturation, tf.clipByValue(share, 0, 1))), value));
});

/** An op from three channels to three others. */
function conversion(
  className: string,
  op: string,
  convert: (first: Tensor, second: Tensor, third: Tensor) => Tensor[],
): Op<[images: Tensor], ImageOptions, Tensor> {
  const check = (shape: Shape, dtype: string, dataFormat: string | null): ImageAxes => {
    const axes = colorAxes(op, shape, dataFormat, [3]);
    if (isFloat(dtype)) return axes;
    throw refusal(DTypeError, {
      action: `call ops.${op}`,
      expected: "`images` must be of a float dtype",
      received: dtype,
    });
  };
  return defineOp<[images: Tensor], ImageOptions, Tensor>({
    className,
    module: "image",
    tensors: ["images"],
    options: { dataFormat: null },
    call: (images, { dataFormat }) => {
      const { channels } = check(images.shape, images.dtype, dataFormat);
      return tf.concat(convert(...(tf.split(images, 3, channels) as [Tensor, Tensor, Tensor])), channels);
    },
    spec: (images: unknown, { dataFormat }: ImageOptions) => {
      const { shape, dtype } = specOf(images);
      check(shape, dtype, dataFormat);
      return spec(shape, dtype);
    },
  });
}

function colorAxes(op: string, shape: Shape, dataFormat: string | null, counts: readonly number[]): ImageAxes {
  const axes = imageAxes(op, shape, dataFormat);
  const channels = shape[axes.channels]!;
  if (channels !== null && !counts.includes(channels))
    throw shapeError(op, `\`images\` must have ${counts.join(" or ")} channels`, shape);
  return axes;
}
