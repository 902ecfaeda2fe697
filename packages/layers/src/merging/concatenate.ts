import { axisOf, defineLayer, integer, type OptionsOf, type Shape, type Tensor } from "@hornbeam/core";
import * as ops from "@hornbeam/ops";
import { Merge, type MergeFunction } from "./_merge.ts";

/**
 * Puts its inputs one after the other along an axis.
 *
 * - input: a list of tensors of shapes that are equal but for that axis
 * - output: that shape, with the sum of the sizes in that axis
 *
 * @throws {ShapeError} when other sizes than those of the axis differ.
 * @see {@link https://keras.io/api/layers/merging_layers/concatenate/ | keras.layers.Concatenate}
 * @example
 * new Concatenate()([ones([2, 3]), ones([2, 4])]).shape; // [2, 7]
 */
export class Concatenate extends /* @__PURE__ */ defineLayer(
  "keras.layers.Concatenate",
  {
    /** The axis, counted from the end where negative. */
    axis: integer(-1),
  },
  Merge,
) {
  override call(inputs: readonly Tensor[]): Tensor {
    return this.merge(inputs);
  }
  protected override merge(inputs: readonly Tensor[]): Tensor {
    return ops.concatenate(inputs, this.axis);
  }

  override computeOutputShape(inputShapes: readonly Shape[]): Shape {
    const [first = []] = inputShapes;
    const along = axisOf(this.axis, first.length);
    const expected = `the shapes must be equal but for axis ${this.axis}`;
    if (along === undefined) throw this.mismatch(expected, inputShapes);
    return first.map((_, axis) => {
      const sizes = inputShapes.map((shape) => shape[axis]);
      if (axis === along) return sizes.includes(null) ? null : sizes.reduce<number>((sum, size) => sum + size!, 0);
      const known = new Set(sizes.filter((size) => size !== null));
      if (known.size > 1 || inputShapes.some((shape) => shape.length !== first.length)) {
        throw this.mismatch(expected, inputShapes);
      }
      return known.values().next().value ?? null;
    });
  }

  /** Ones in the place of masks that are missing, joined as the inputs are; true where any element is. */
  override computeMask(inputs: unknown, previousMask: unknown): unknown {
    const tensors = inputs as readonly Tensor[];
    const masks = previousMask as readonly (Tensor | null)[];
    if (!Array.isArray(masks) || masks.every((mask) => mask === null)) return null;
    const full = tensors.map((tensor, i) => {
      const mask = masks[i];
      if (!mask) return ops.onesLike(tensor, { dtype: "bool" });
      if (mask.shape.length === tensor.shape.length) return mask;
      return ops.logicalOr(ops.expandDims(mask, -1), ops.zerosLike(tensor, { dtype: "bool" }));
    });
    return ops.any(ops.concatenate(full, this.axis), { axis: -1 });
  }
}

/** `new Concatenate(options)(inputs)`. */
export const concatenate = ((inputs: readonly Tensor[], options?: OptionsOf<typeof Concatenate>) =>
  new Concatenate(options)(inputs)) as MergeFunction<OptionsOf<typeof Concatenate>>;
