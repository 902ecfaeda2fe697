import { Layer, refusal, type Shape, ShapeError, type Tensor } from "@hornbeam/core";
import { slice } from "@hornbeam/ops";
import { type Borders, resized } from "./_borders.ts";

/** Parent of the layers that take away what is at the borders. */
export abstract class BaseCropping extends Layer {
  /** What is taken from each axis, the batch's and the channels' included. */
  protected abstract readonly all: Borders;

  override call(x: Tensor): Tensor {
    const start = this.all.map(([before]) => before);
    return slice(x, start, this.computeOutputShape(x.shape) as number[]);
  }

  override computeOutputShape(inputShape: Shape): Shape {
    const left = resized(inputShape, this.all, -1);
    if (left.every((size, axis) => size === null || size > 0 || inputShape[axis] === 0)) return left;
    const cropped = this.all.map(([before, after]) => before + after);
    throw refusal(ShapeError, {
      action: `call ${this[Symbol.toStringTag]}`,
      expected: `something must be left when \`cropping\` takes [${cropped.join(", ")}] away`,
      receivedAs: "shape",
      received: inputShape,
    });
  }
}
