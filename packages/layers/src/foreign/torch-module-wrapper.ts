import { ForeignLayer } from "./_foreign-layer.ts";

/**
 * Keras' layer around a module of PyTorch. That runs in Python only, so making one here is refused, and so is a file that
 * holds one.
 *
 * @throws {ConfigError} always.
 * @see {@link https://keras.io/api/layers/backend_specific_layers/ | keras.layers.TorchModuleWrapper}
 */
export class TorchModuleWrapper extends ForeignLayer {
  constructor(_options?: unknown) {
    super("TorchModuleWrapper", "a module of PyTorch");
  }
}
