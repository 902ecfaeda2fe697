import { type CallOptions, defineLayer, type Inputs, Layer } from "@hornbeam/core";

/** What `Identity` takes is what it gives. */
export interface Identity {
  <T>(inputs: T, options?: CallOptions): T;
}
abstract class AnyLayer extends Layer<Inputs, Inputs> {}

/**
 * Gives its input: a tensor, or a structure of tensors.
 *
 * @see {@link https://keras.io/api/layers/core_layers/identity/ | keras.layers.Identity}
 * @example
 * new Identity()(tensor([1, 2])); // [1, 2]
 */
export class Identity extends /* @__PURE__ */ defineLayer("keras.layers.Identity", {}, AnyLayer) {
  protected override readonly builtAtInit = true;
  protected override readonly supportsMasking = true;

  override call(inputs: Inputs): Inputs {
    return inputs;
  }
}
