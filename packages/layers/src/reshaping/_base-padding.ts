import { Layer, type Shape, type Tensor } from "@hornbeam/core";
import { pad } from "@hornbeam/ops";
import { type Borders, resized } from "./_borders.ts";

/** Parent of the layers that add zeros at the borders. */
export abstract class BasePadding extends Layer {
  /** What is added to each axis, the batch's and the channels' included. */
  protected abstract readonly all: Borders;

  override call(x: Tensor): Tensor {
    return pad(x, this.all);
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return resized(inputShape, this.all, 1);
  }
}
