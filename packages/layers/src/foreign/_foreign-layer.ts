import { ConfigError, Layer, refusal } from "@hornbeam/core";

/** A layer of Keras around something of a Python framework: it exists to say that it cannot. */
export class ForeignLayer extends Layer {
  /** @throws {ConfigError} always, with the way out. */
  constructor(className: string, wrapped: string) {
    super({ name: className });
    throw refusal(ConfigError, {
      action: `create ${className}`,
      expected: `it wraps ${wrapped}, which runs in Python only`,
      hint: "Write the part in layers of Keras, in Python or here: `loadModel` and `loadWeights` read what real Keras saves of those.",
    });
  }

  /** @throws {ConfigError} always. */
  static override fromConfig(): never {
    const Class = this as unknown as new () => never; // only its derived classes have constructors without parameters
    return new Class();
  }
  override call(): never {
    throw new TypeError("a foreign layer cannot be made");
  }
}
