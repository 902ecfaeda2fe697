import { defineOp, type Shape, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { toFloat } from "../_operands.ts";
import { floatType, shapeError, spec, specOf } from "../_spec.ts";
import { fromChannelsLast, toChannelsLast } from "../nn/_layout.ts";
import { checkDataFormat } from "../nn/_windows.ts";
import { pad } from "../numpy/pad.ts";
import { filtered } from "./_filters.ts";
import type { ImageOptions } from "./_images.ts";

/**
 * How fast brightness changes, down and to the right: the two Sobel filters. Beyond its edge an image is mirrored.
 *
 * - images: `[batch, height, width, channels]`, or `[batch, channels, height, width]` for `"channels_first"`
 * - output: the same with an axis of 2 at the end: change along the height, change along the width
 *
 * @throws {ShapeError} when the images do not have rank 4, or are less than two pixels high or wide.
 * @see {@link https://keras.io/api/ops/image/ | keras.ops.image.sobel_edges}
 * @example
 * image.sobelEdges([[[[0], [1], [3]], [[0], [1], [3]]]]).shape; // [1, 2, 3, 1, 2]
 */
export const sobelEdges = /* @__PURE__ */ defineOp<[images: Tensor], ImageOptions, Tensor>({
  className: "SobelEdges",
  module: "image",
  tensors: ["images"],
  options: { dataFormat: null },
  call: (images, { dataFormat }) => {
    const format = checkDataFormat("image.sobelEdges", dataFormat);
    checkRank(images.shape);
    const batch = toChannelsLast(toFloat(images), format);
    const framed = pad(batch, [[0], [1], [1], [0]], { mode: "reflect" });
    const edges = filters.map((filter) =>
      fromChannelsLast(filtered(framed, Float32Array.from(filter), [3, 3], "valid"), format),
    );
    return tf.stack(edges, -1);
  },
  spec: (images: unknown, { dataFormat }: ImageOptions) => {
    const { shape, dtype } = specOf(images);
    checkDataFormat("image.sobelEdges", dataFormat);
    checkRank(shape);
    return spec([...shape, 2], floatType(dtype));
  },
});

/** Change down and change to the right, row by row. */
const filters: readonly (readonly number[])[] = [
  [-1, -2, -1, 0, 0, 0, 1, 2, 1],
  [-1, 0, 1, -2, 0, 2, -1, 0, 1],
];

function checkRank(shape: Shape): void {
  if (shape.length !== 4) throw shapeError("image.sobelEdges", "`images` must have rank 4 (a batch of images)", shape);
}
