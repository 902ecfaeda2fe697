import { defineLayer, integer, Layer, type Shape, type Tensor } from "@hornbeam/core";
import { concatenate } from "@hornbeam/ops";

abstract class OfList extends Layer<readonly Tensor[], Tensor> {}

/** What Keras calls the layer of a column that stays as it is. */
export class TFDIdentity extends /* @__PURE__ */ defineLayer(
  "keras.src.layers.preprocessing.feature_space.TFDIdentity",
  {},
) {
  override call(x: Tensor): Tensor {
    return x;
  }
  override computeOutputShape(inputShape: Shape): Shape {
    return inputShape;
  }
}

/** What Keras calls the layer that puts all columns side by side. */
export class TFDConcat extends /* @__PURE__ */ defineLayer(
  "keras.src.layers.preprocessing.feature_space.TFDConcat",
  {
    /** The axis along which columns grow. */
    axis: /* @__PURE__ */ integer(-1),
  },
  OfList,
) {
  override call(inputs: readonly Tensor[]): Tensor {
    return concatenate([...inputs], { axis: this.axis });
  }
}
