import { ForeignLayer } from "./_foreign-layer.ts";

/**
 * Keras' layer around a SavedModel of TensorFlow. That runs in Python only, so making one here is refused, and so is a file that
 * holds one.
 *
 * @throws {ConfigError} always.
 * @see {@link https://keras.io/api/layers/backend_specific_layers/ | keras.layers.TFSMLayer}
 */
export class TFSMLayer extends ForeignLayer {
  constructor(_options?: unknown) {
    super("TFSMLayer", "a SavedModel of TensorFlow");
  }
}
