import { dataFormat, defineLayer, type InputSpec, type Shape, spatial, type Tensor } from "@hornbeam/core";
import { channelAxis, imageShape } from "../convolutional/_sizes.ts";

/** Options of adaptive pooling over so many spatial axes. */
export const adaptiveOptions = (rank: number) => ({
  /** Number of windows along each spatial axis. */
  outputSize: spatial(rank)(),
  /** Where the channels stand. */
  dataFormat: dataFormat(null),
});

/** Parent of the pooling layers that give a number of windows, whatever the size of the input. */
export abstract class BaseAdaptivePooling extends /* @__PURE__ */ defineLayer(
  "BaseAdaptivePooling",
  /* @__PURE__ */ adaptiveOptions(2),
) {
  protected override inputSpec: InputSpec = { rank: this.outputSize.length + 2 };

  abstract override call(x: Tensor): Tensor;

  override computeOutputShape(inputShape: Shape): Shape {
    const { outputSize, dataFormat } = this;
    return imageShape(inputShape[0]!, outputSize, inputShape.at(channelAxis(dataFormat))!, dataFormat);
  }
}
