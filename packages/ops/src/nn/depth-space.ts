import { defineOp, type Shape, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { argumentError, shapeError, spec, specOf } from "../_spec.ts";
import { fromChannelsLast, toChannelsLast } from "./_layout.ts";
import { channelsLast, checkDataFormat, type DataFormat, inFormat } from "./_windows.ts";

interface FormatOptions {
  dataFormat: DataFormat;
}

/**
 * Channels as pixels: each pixel becomes a square block of `blockSize²`, with as many channels less.
 *
 * - x: `[batch, height, width, channels · blockSize²]`
 * - output: `[batch, height · blockSize, width · blockSize, channels]`
 *
 * @throws {ShapeError} when the channels do not divide.
 * @see {@link https://keras.io/api/ops/nn/ | keras.ops.depth_to_space}
 * @example
 * depthToSpace([[[[1, 2, 3, 4]]]], 2); // [[[[1], [2]], [[3], [4]]]]
 */
export const depthToSpace = /* @__PURE__ */ defineOp<[x: Tensor, blockSize: number], FormatOptions, Tensor>({
  className: "DepthToSpace",
  module: "nn",
  tensors: ["x"],
  settings: ["block_size"],
  options: { dataFormat: "channels_last" },
  call: (x, block, { dataFormat }) => {
    const last = toChannelsLast(x, checkDataFormat("depthToSpace", dataFormat));
    const [batch, height, width, channels] = spacious(last.shape, block) as number[];
    const blocks = tf.reshape(last, [batch!, height! / block, width! / block, block, block, channels!]);
    const pixels = tf.transpose(blocks, [0, 1, 3, 2, 4, 5]);
    return fromChannelsLast(tf.reshape(pixels, [batch!, height!, width!, channels!]), dataFormat);
  },
  spec: (x: unknown, block: number, { dataFormat }: FormatOptions) => {
    const { shape, dtype } = specOf(x);
    checkDataFormat("depthToSpace", dataFormat);
    return spec(inFormat(spacious(channelsLast(shape, dataFormat), block), dataFormat), dtype);
  },
});

/**
 * Pixels as channels: each square block of `blockSize²` pixels becomes one, with as many channels more.
 *
 * - x: `[batch, height · blockSize, width · blockSize, channels]`
 * - output: `[batch, height, width, channels · blockSize²]`
 *
 * @throws {ShapeError} when height or width do not divide.
 * @see {@link https://keras.io/api/ops/nn/ | keras.ops.space_to_depth}
 * @example
 * spaceToDepth([[[[1], [2]], [[3], [4]]]], 2); // [[[[1, 2, 3, 4]]]]
 */
export const spaceToDepth = /* @__PURE__ */ defineOp<[x: Tensor, blockSize: number], FormatOptions, Tensor>({
  className: "SpaceToDepth",
  module: "nn",
  tensors: ["x"],
  settings: ["block_size"],
  options: { dataFormat: "channels_last" },
  call: (x, block, { dataFormat }) => {
    const last = toChannelsLast(x, checkDataFormat("spaceToDepth", dataFormat));
    const shape = deep(last.shape, block) as [number, number, number, number];
    const pixels = tf.reshape(last, [shape[0], shape[1], block, shape[2], block, last.shape[3]!]);
    return fromChannelsLast(tf.reshape(tf.transpose(pixels, [0, 1, 3, 2, 4, 5]), shape), dataFormat);
  },
  spec: (x: unknown, block: number, { dataFormat }: FormatOptions) => {
    const { shape, dtype } = specOf(x);
    checkDataFormat("spaceToDepth", dataFormat);
    return spec(inFormat(deep(channelsLast(shape, dataFormat), block), dataFormat), dtype);
  },
});

function spacious(shape: Shape, block: number): Shape {
  check("depthToSpace", shape, block);
  const [batch, height, width, channels] = shape as [number | null, number | null, number | null, number | null];
  if (channels !== null && channels % block ** 2 !== 0)
    throw shapeError("depthToSpace", `the number of channels must be divisible by ${block ** 2}`, shape);
  const times = (size: number | null): number | null => (size === null ? null : size * block);
  return [batch, times(height), times(width), channels === null ? null : channels / block ** 2];
}

function deep(shape: Shape, block: number): Shape {
  check("spaceToDepth", shape, block);
  const [batch, height, width, channels] = shape as [number | null, number | null, number | null, number | null];
  if ([height, width].some((size) => size !== null && size % block !== 0))
    throw shapeError("spaceToDepth", `height and width must be divisible by ${block}`, shape);
  const over = (size: number | null): number | null => (size === null ? null : size / block);
  return [batch, over(height), over(width), channels === null ? null : channels * block ** 2];
}

function check(op: string, shape: Shape, block: number): void {
  if (!Number.isInteger(block) || block < 1) throw argumentError(op, "blockSize", "be a positive integer", block);
  if (shape.length !== 4) throw shapeError(op, "the tensor must have rank 4", shape);
}
