import { boolean, dataFormat, defineLayer, type Shape } from "@hornbeam/core";
import { channelAxis, imageShape } from "../convolutional/_sizes.ts";

export const globalPoolOptions = {
  /** Where the channels stand. */
  dataFormat: /* @__PURE__ */ dataFormat(null),
  /** Whether the spatial axes stay, with size 1. */
  keepdims: /* @__PURE__ */ boolean(false),
};

/** Parent of the pooling layers whose window is the whole input. */
export abstract class BaseGlobalPooling extends /* @__PURE__ */ defineLayer("BaseGlobalPooling", globalPoolOptions) {
  protected override readonly builtAtInit = true;
  /** Number of axes of the input between the batch's and the channels'. */
  protected abstract readonly spatialRank: number;

  /** The spatial axes. */
  protected get axes(): number[] {
    return Array.from({ length: this.spatialRank }, (_, i) => i + (this.dataFormat === "channels_last" ? 1 : 2));
  }

  override computeOutputShape(inputShape: Shape): Shape {
    const spatial = this.keepdims ? inputShape.slice(2).map(() => 1) : [];
    return imageShape(inputShape[0]!, spatial, inputShape.at(channelAxis(this.dataFormat))!, this.dataFormat);
  }
}
