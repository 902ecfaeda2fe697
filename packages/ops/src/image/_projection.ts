import type { Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { as, toFloat } from "../_operands.ts";
import { argumentError } from "../_spec.ts";
import type { DataFormat } from "../nn/_windows.ts";
import { fromImageBatch, toImageBatch } from "./_images.ts";

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
  const projected = tf.image.transform(batch, rows, interpolation, fillMode, fillValue);
  return as(fromImageBatch(projected, format, images.rank), images.dtype as "float32");
}

const fillModes: readonly string[] = ["constant", "nearest", "wrap", "reflect"] satisfies TransformFillMode[];

/** Options that transforms of images share. */
export function checkTransform(op: string, interpolation: string, fillMode: string): void {
  if (interpolation !== "nearest" && interpolation !== "bilinear")
    throw argumentError(op, "interpolation", 'be "nearest" or "bilinear"', interpolation);
  if (!fillModes.includes(fillMode))
    throw argumentError(op, "fillMode", 'be "constant", "nearest", "wrap" or "reflect"', fillMode);
}
