import { Layer, refusal, type Shape, ShapeError, show, type Tensor } from "@hornbeam/core";
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
    const cropped = show(this.getConfig()["cropping"]);
    throw refusal(ShapeError, {
      action: `call ${this[Symbol.toStringTag]}`,
      expected: `\`cropping\`, ${cropped}, must leave something of the input`,
      receivedAs: "shape",
      received: inputShape,
    });
  }
}
