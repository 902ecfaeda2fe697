import { defineOp, type Shape, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { frontAxis } from "../_axes.ts";
import { listSpecs, tensorList } from "../_lists.ts";
import { shapeError, spec } from "../_spec.ts";

/**
 * Tensors one after another along an axis; all other sizes must agree.
 *
 * @throws {ShapeError} when shapes differ off the axis.
 * @see {@link https://keras.io/api/ops/numpy/#concatenate-function | keras.ops.concatenate}
 * @example
 * concatenate([[[1, 2]], [[3, 4]]], 0); // [[1, 2], [3, 4]]
 */
export const concatenate = /* @__PURE__ */ defineOp<[xs: readonly Tensor[]], { axis: number }, Tensor>({
  className: "Concatenate",
  module: "numpy",
  tensors: ["xs"],
  options: { axis: 0 },
  raw: true,
  call: (xs: readonly Tensor[], { axis }) => {
    const tensors = tensorList("concatenate", "xs", xs);
    const along = concatenated(
      "concatenate",
      tensors.map((x) => x.shape),
      axis,
    );
    return tf.concat(tensors, frontAxis("concatenate", axis, along.length));
  },
  spec: (xs: unknown, { axis }: { axis: number }) => {
    const { specs, dtype } = listSpecs("concatenate", "xs", xs);
    return spec(
      concatenated(
        "concatenate",
        specs.map((one) => one.shape),
        axis,
      ),
      dtype,
    );
  },
});

/**
 * Tensors of one shape side by side along a new axis.
 *
 * @throws {ShapeError} when shapes differ.
 * @see {@link https://keras.io/api/ops/numpy/#stack-function | keras.ops.stack}
 * @example
 * stack([[1, 2], [3, 4]], 1); // [[1, 3], [2, 4]]
 */
export const stack = /* @__PURE__ */ defineOp<[x: readonly Tensor[]], { axis: number }, Tensor>({
  className: "Stack",
  module: "numpy",
  tensors: ["x"],
  options: { axis: 0 },
  raw: true,
  call: (x: readonly Tensor[], { axis }) => {
    const tensors = tensorList("stack", "x", x);
    const shape = stacked(
      tensors.map((one) => one.shape),
      axis,
    );
    return tf.stack(tensors, frontAxis("stack", axis, shape.length));
  },
  spec: (x: unknown, { axis }: { axis: number }) => {
    const { specs, dtype } = listSpecs("stack", "x", x);
    return spec(
      stacked(
        specs.map((one) => one.shape),
        axis,
      ),
      dtype,
    );
  },
});

/** The shape of a concatenation. */
export function concatenated(op: string, shapes: readonly Shape[], axis: number): (number | null)[] {
  const result = [...shapes[0]!];
  const along = frontAxis(op, axis, result.length);
  for (const shape of shapes.slice(1)) {
    const fits =
      shape.length === result.length &&
      shape.every((size, i) => i === along || size === null || result[i] === null || size === result[i]);
    if (!fits) {
      const expected = `shapes must agree but for axis ${along}`;
      throw shapeError(op, expected, shapes);
    }
    shape.forEach((size, i) => {
      const own = result[i]!;
      result[i] = i === along ? (own === null || size === null ? null : own + size) : (own ?? size);
    });
  }
  return result;
}

function stacked(shapes: readonly Shape[], axis: number): (number | null)[] {
  const [first, ...rest] = shapes as readonly [Shape, ...Shape[]];
  const result = [...first];
  for (const shape of rest) {
    if (shape.length !== result.length || shape.some((size, i) => (size ?? result[i] ?? size) !== (result[i] ?? size)))
      throw shapeError("stack", "all shapes must be the same", shapes);
    shape.forEach((size, i) => {
      result[i] = result[i] ?? size;
    });
  }
  result.splice(frontAxis("stack", axis, result.length + 1), 0, shapes.length);
  return result;
}
