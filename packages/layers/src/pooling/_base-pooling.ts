import {
  dataFormat,
  defineLayer,
  type InputSpec,
  nullable,
  oneOf,
  type Shape,
  spatial,
  type Tensor,
} from "@hornbeam/core";
import { channelAxis, imageShape, windowSizes } from "../convolutional/_sizes.ts";

/** Options of pooling over so many spatial axes. */
export const poolOptions = (rank: number) => ({
  /** Sizes of the window. */
  poolSize: spatial(rank)(2),
  /** `"valid"` for no padding, `"same"` for windows that may reach over the border. */
  padding: oneOf("valid", "same")("valid"),
  /** Steps of the window; its sizes where null. */
  strides: nullable(spatial(rank))(null),
  /** Where the channels stand. */
  dataFormat: dataFormat(null),
});

/** Parent of the pooling layers. */
export abstract class BasePooling extends /* @__PURE__ */ defineLayer("BasePooling", /* @__PURE__ */ poolOptions(2)) {
  protected override readonly builtAtInit = true;
  protected override inputSpec: InputSpec = { rank: this.poolSize.length + 2 };

  override get strides(): readonly number[] {
    return (this.initial("strides") as readonly number[] | null) ?? this.poolSize;
  }

  abstract override call(x: Tensor): Tensor;

  override computeOutputShape(inputShape: Shape): Shape {
    const { poolSize: size, strides, padding, dataFormat } = this;
    const action = `call ${this[Symbol.toStringTag]}`;
    const sizes = windowSizes(action, inputShape, dataFormat, { size, strides, padding });
    return imageShape(inputShape[0]!, sizes, inputShape.at(channelAxis(dataFormat))!, dataFormat);
  }
}
