import type { Tensor } from "@hornbeam/kernels/tfjs";
import { type Defined, define, type Parent } from "../objects/define.ts";
import type { Schema } from "../options/option.ts";
import { Layer } from "./layer.ts";
import type { layerOptions } from "./layer-options.ts";

/**
 * Declares a layer: its Keras name, its own options and, optionally, the layer it specialises. The constructor's
 * type, defaults, checks, `getConfig`, `fromConfig` and the docs' table follow from the options.
 *
 * @example
 * class Scale extends defineLayer("Scale", { factor: number(1) }) {
 *   override call(x: Tensor): Tensor { return ops.multiply(x, this.factor); }
 * }
 */
export function defineLayer<const N extends string, S extends Schema>(
  className: N,
  own: S,
): Defined<N, Omit<typeof layerOptions, keyof S> & S, Layer<Tensor, Tensor>>;
export function defineLayer<const N extends string, S extends Schema, PS extends Schema, P>(
  className: N,
  own: S,
  parent: Parent<PS, P>,
): Defined<N, Omit<PS, keyof S> & S, P>;
export function defineLayer(className: string, own: Schema, parent: Parent<Schema, unknown> = Layer as never): unknown {
  return define(className, own, parent);
}
