import { type KerasTensor, Layer, refusal, type Shape, ShapeError, type Tensor } from "@hornbeam/core";
import { expandDims, logicalOr } from "@hornbeam/ops";

/** Parent of the layers that make one tensor of several of one shape, or of shapes that broadcast. */
export abstract class Merge extends Layer<readonly Tensor[], Tensor> {
  protected override readonly supportsMasking: boolean = true;

  /** The combination of tensors of equal rank. */
  protected abstract merge(inputs: readonly Tensor[]): Tensor;

  override build(inputShapes: readonly Shape[]): void {
    this.checkList(inputShapes);
    this.computeOutputShape(inputShapes);
  }

  override call(inputs: readonly Tensor[]): Tensor {
    const rank = Math.max(...inputs.map((input) => input.shape.length));
    return this.merge(inputs.map((input) => withRank(input, rank)));
  }

  override computeOutputShape(inputShapes: readonly Shape[]): Shape {
    const batches = new Set(inputShapes.map(([batch]) => batch).filter((batch) => batch !== null));
    if (batches.size > 1) throw this.mismatch("the batch sizes must be equal", inputShapes);
    const examples = inputShapes.map((shape) => shape.slice(1));
    const rank = Math.max(...examples.map((shape) => shape.length));
    const sizes = Array.from({ length: rank }, (_, axis) => {
      const there = examples.flatMap((shape) => shape[axis - rank + shape.length] ?? []);
      const unknown = examples.some((shape) => shape[axis - rank + shape.length] === null);
      const wide = [...new Set(there.filter((size) => size !== 1))];
      if (wide.length > 1) throw this.mismatch("the shapes must broadcast against each other", inputShapes);
      return unknown ? null : (wide[0] ?? 1);
    });
    return [batches.values().next().value ?? null, ...sizes];
  }

  /** True where any input is, where all have a mask. */
  override computeMask(_inputs: unknown, previousMask: unknown): unknown {
    const masks = previousMask as readonly (Tensor | null)[];
    if (!Array.isArray(masks) || masks.includes(null)) return null;
    return masks.slice(1).reduce((all, mask) => logicalOr(all!, mask!), masks[0]);
  }

  protected checkList(inputShapes: readonly Shape[], count?: number): void {
    const isList = Array.isArray(inputShapes) && inputShapes.length > 0 && inputShapes.every(Array.isArray);
    if (isList && (count === undefined || inputShapes.length === count)) return;
    throw refusal(ShapeError, {
      action: `call ${this[Symbol.toStringTag]}`,
      expected: `the input must be a list of ${count ?? "at least 1"} tensor${count === undefined ? "" : "s"}`,
      receivedAs: isList ? "shapes" : "shape",
      received: inputShapes,
    });
  }
  protected mismatch(expected: string, shapes: readonly Shape[]): ShapeError {
    const hint = "The inputs have incompatible shapes.";
    return refusal(ShapeError, {
      action: `call ${this[Symbol.toStringTag]}`,
      expected,
      receivedAs: "shapes",
      received: shapes,
      hint,
    });
  }
}

/** New axes of size 1 behind the batch's, until the rank is right. */
function withRank(x: Tensor, rank: number): Tensor {
  let wide = x;
  while (wide.shape.length < rank) wide = expandDims(wide, 1);
  return wide;
}

/** A merging layer's function: on tensors, or on symbolic ones. */
export interface MergeFunction<O> {
  (inputs: readonly Tensor[], options?: O): Tensor;
  (inputs: readonly KerasTensor[], options?: O): KerasTensor;
}
