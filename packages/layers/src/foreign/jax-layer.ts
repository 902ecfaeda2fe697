import { ForeignLayer } from "./_foreign-layer.ts";

/**
 * Keras' layer around functions of JAX. That runs in Python only, so making one here is refused, and so is a file that
 * holds one.
 *
 * @throws {ConfigError} always.
 * @see {@link https://keras.io/api/layers/backend_specific_layers/ | keras.layers.JaxLayer}
 */
export class JaxLayer extends ForeignLayer {
  constructor(_options?: unknown) {
    super("JaxLayer", "functions of JAX");
  }
}
