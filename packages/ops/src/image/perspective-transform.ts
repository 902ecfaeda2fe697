import { defineOp, type Shape, sameShape, type Tensor } from "@hornbeam/core";
import { hostWork } from "@hornbeam/kernels";
import { toFloat } from "../_operands.ts";
import { argumentError, shapeError, spec, specOf } from "../_spec.ts";
import { luFactors, luSolve } from "../linalg/_lu.ts";
import type { DataFormat } from "../nn/_windows.ts";
import { type ImageOptions, imageAxes } from "./_images.ts";
import { checkTransform, project, type TransformInterpolation } from "./_projection.ts";

interface PerspectiveTransformOptions extends ImageOptions {
  interpolation: TransformInterpolation;
  fillValue: number;
}

/**
 * Images seen from another side: four points `(x, y)` of them come to lie at four others. Has a gradient with respect to
 * the images.
 *
 * - images: `[height, width, channels]` or a batch of those; with channels first for `"channels_first"`
 * - startPoints, endPoints: `[4, 2]` or, for each image its own, `[batch, 4, 2]`
 * - output: the shape and dtype of the images
 *
 * @throws {ShapeError} when there are not four points before and after.
 * @throws {OptionError} when three of the points lie on a line.
 * @see {@link https://keras.io/api/ops/image/#perspectivetransform-function | keras.ops.image.perspective_transform}
 * @example
 * const corners = [[0, 0], [0, 1], [1, 0], [1, 1]];
 * image.perspectiveTransform([[[1], [2]], [[3], [4]]], corners, corners); // [[[1], [2]], [[3], [4]]]
 */
export const perspectiveTransform = /* @__PURE__ */ defineOp<
  [images: Tensor, startPoints: Tensor, endPoints: Tensor],
  PerspectiveTransformOptions,
  Tensor
>({
  className: "PerspectiveTransform",
  module: "image",
  tensors: ["images", "start_points", "end_points"],
  options: { interpolation: "bilinear", fillValue: 0, dataFormat: null },
  call: (images, startPoints, endPoints, options) => {
    const format = plan(images.shape, startPoints.shape, endPoints.shape, options);
    const transforms = homographies(toFloat(startPoints), toFloat(endPoints));
    return project(images, transforms, { ...options, format, fillMode: "constant" });
  },
  spec: (images: unknown, startPoints: unknown, endPoints: unknown, options: PerspectiveTransformOptions) => {
    const { shape, dtype } = specOf(images);
    plan(shape, specOf(startPoints).shape, specOf(endPoints).shape, options);
    return spec(shape, dtype);
  },
});

function plan(images: Shape, start: Shape, end: Shape, options: PerspectiveTransformOptions): DataFormat {
  const op = "image.perspectiveTransform";
  const { format } = imageAxes(op, images, options.dataFormat);
  checkTransform(op, options.interpolation, "constant");
  for (const [name, shape] of [["startPoints", start] as const, ["endPoints", end] as const]) {
    const fits = (shape.length === 2 || shape.length === 3) && shape.at(-2) === 4 && shape.at(-1) === 2;
    if (!fits) throw shapeError(op, `\`${name}\` must have shape [4, 2] or [batch, 4, 2]`, shape);
  }
  if (!sameShape(start, end))
    throw shapeError(op, "`startPoints` and `endPoints` must have the same shape", [start, end]);
  const [count, batch] = [start.length === 3 ? start[0]! : 1, images.length === 4 ? images[0]! : 1];
  if (count !== 1 && count !== null && batch !== null && count !== batch)
    throw shapeError(op, `there must be four points, or four for each of the ${batch} images`, start);
  return format;
}

/** Transforms `[n, 8]` of places after to places before: the eight equations of four pairs of points, solved. */
function homographies(startPoints: Tensor, endPoints: Tensor): Tensor {
  return hostWork([startPoints, endPoints], [startPoints.size / 8, 8], "float32", (starts, ends) =>
    solved(starts!, ends!),
  );
}

function solved(starts: ArrayLike<number>, ends: ArrayLike<number>): Float32Array {
  const count = starts.length / 8;
  const transforms = new Float32Array(starts.length);
  for (let n = 0; n < count; n++) {
    const equations = new Float64Array(64);
    const right = Float64Array.from({ length: 8 }, (_, i) => starts[n * 8 + i]!);
    for (let point = 0; point < 4; point++) {
      const [x, y] = [ends[n * 8 + 2 * point]!, ends[n * 8 + 2 * point + 1]!];
      const [u, v] = [right[2 * point]!, right[2 * point + 1]!];
      equations.set([x, y, 1, 0, 0, 0, -u * x, -u * y], point * 16);
      equations.set([0, 0, 0, x, y, 1, -v * x, -v * y], point * 16 + 8);
    }
    const factors = luFactors(equations, 8);
    if (factors.singular)
      throw argumentError(
        "image.perspectiveTransform",
        "endPoints",
        "have no three points on a line",
        Array.from(ends),
      );
    transforms.set(luSolve(factors, right, 1), n * 8);
  }
  return transforms;
}
