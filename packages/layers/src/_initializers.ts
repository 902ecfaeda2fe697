import type { Config } from "@hornbeam/core";
import { Initializer, type InitializerFunction } from "@hornbeam/initializers";

type Held = Initializer | InitializerFunction;
type InitializerClass = { fromConfig(config: Config): Initializer };

/** An initializer of the same config: what it draws is its own. A function is as it is. */
export function freshInitializer(held: Held, changes: Config = {}): Held {
  if (!(held instanceof Initializer)) return held;
  const Class = held.constructor as unknown as InitializerClass; // classes of initializers are configured ones
  return Class.fromConfig({ ...held.getConfig(), ...changes });
}

/** The same with the axes of a weight that stand for inputs and for outputs, where it has such and does not say them. */
export function forAxes(held: Held, inputAxes: number[], outputAxes: number[]): Held {
  const config = held instanceof Initializer ? held.getConfig() : {};
  const open = "input_axes" in config && (config["input_axes"] === null || config["output_axes"] === null);
  return open ? freshInitializer(held, { input_axes: inputAxes, output_axes: outputAxes }) : held;
}
