import { defineLayer, Layer, type Shape } from "@hornbeam/core";
import { layerOption } from "../rnn/_layer-option.ts";

abstract class AnyLayer extends Layer {}

/**
 * Parent of layers that do something with another: it is built with the input's shape and saved in the config.
 *
 * @see {@link https://keras.io/api/layers/core_layers/ | keras.layers.Wrapper}
 * @example
 * class Twice extends defineLayer("Twice", {}, Wrapper) {
 *   override call(x) { return this.layer(this.layer(x)); }
 * }
 * new Twice({ layer: new ReLU() })(tensor([-1, 2])); // [0, 2]
 */
export abstract class Wrapper extends /* @__PURE__ */ defineLayer("keras.layers.Wrapper", {
  /** What is wrapped. */
  layer: /* @__PURE__ */ layerOption<Layer>(Layer as typeof AnyLayer, "a layer")(),
}) {
  override build(inputShape: Shape): void {
    if (!this.layer.built) this.layer.build(inputShape);
  }
}
