import {
  axes,
  axisOf,
  boolean,
  defineLayer,
  OptionError,
  type OptionsOf,
  refusal,
  type Shape,
  type Tensor,
} from "@hornbeam/core";
import * as ops from "@hornbeam/ops";
import { Merge, type MergeFunction } from "./_merge.ts";

/**
 * Dot products of two inputs along an axis of each, example by example.
 *
 * - input: a list of 2 tensors with equal sizes along the axes
 * - output: the axes of the first, then those of the second, without the batch axis of the second and those summed over;
 *   `[batch, 1]` where nothing else is left
 *
 * @throws {ShapeError} when the sizes along the axes differ.
 * @see {@link https://keras.io/api/layers/merging_layers/dot/ | keras.layers.Dot}
 * @example
 * new Dot({ axes: 1 })([tensor([[1, 2]]), tensor([[3, 4]])]); // [[11]]
 */
export class Dot extends /* @__PURE__ */ defineLayer(
  "keras.layers.Dot",
  {
    /** The axis to sum over: one for both inputs, or a pair. */
    axes: axes(),
    /** Whether the inputs are scaled to length 1 along the axis first, which gives the cosine of their angle. */
    normalize: boolean(false),
  },
  Merge,
) {
  protected override validate(): void {
    const { axes } = this;
    if (typeof axes === "number" || axes.length === 2) return;
    throw refusal(OptionError, {
      action: "create Dot",
      option: "axes",
      expected: "`axes` must be an integer or a list of 2 integers",
      received: axes,
    });
  }

  override build(inputShapes: readonly Shape[]): void {
    this.checkList(inputShapes, 2);
    super.build(inputShapes);
  }

  override call(inputs: readonly Tensor[]): Tensor {
    return this.merge(inputs);
  }
  protected override merge(inputs: readonly Tensor[]): Tensor {
    const [first, second] = inputs as [Tensor, Tensor];
    const [a, b] = this.#axesOf([first.shape, second.shape]);
    const [x, y] = this.normalize ? [ops.normalize(first, a), ops.normalize(second, b)] : [first, second];
    const rows = asMatrices(ops.moveaxis(x, a, -1));
    const columns = ops.transpose(asMatrices(ops.moveaxis(y, b, -1)), { axes: [0, 2, 1] });
    return ops.reshape(ops.matmul(rows, columns), this.computeOutputShape([first.shape, second.shape]) as number[]);
  }

  override computeOutputShape(inputShapes: readonly Shape[]): Shape {
    const [first, second] = inputShapes as [Shape, Shape];
    const [a, b] = this.#axesOf([first, second]);
    const rest = [...first.filter((_, axis) => axis !== a), ...second.filter((_, axis) => axis !== b && axis !== 0)];
    return rest.length === 1 ? [...rest, 1] : rest;
  }
  override computeMask(): null {
    return null;
  }

  #axesOf(shapes: readonly [Shape, Shape]): [number, number] {
    const given = typeof this.axes === "number" ? [this.axes, this.axes] : this.axes;
    const [a, b] = shapes.map((shape, i) => axisOf(given[i]!, shape.length)) as [number?, number?];
    const sizes = [shapes[0][a ?? -1], shapes[1][b ?? -1]];
    if (a && b && (sizes[0] === sizes[1] || sizes.includes(null))) return [a, b];
    const said = given[0] === given[1] ? `axis ${given[0]}` : `axes ${given.join(" and ")}`;
    throw this.mismatch(`the sizes along ${said} must be equal, and not be those of the batch`, shapes);
  }
}

/** `[batch, ..., n]` as `[batch, rows, n]`. */
function asMatrices(x: Tensor): Tensor {
  return ops.reshape(x, [x.shape[0]!, -1, x.shape.at(-1)!]);
}

/** `new Dot(options)(inputs)`. */
export const dot = ((inputs: readonly Tensor[], options: OptionsOf<typeof Dot>) =>
  new Dot(options)(inputs)) as MergeFunction<OptionsOf<typeof Dot>>;
