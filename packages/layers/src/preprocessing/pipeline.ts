import {
  type AnyLayer,
  type CallOptions,
  type Config,
  defineLayer,
  getMask,
  Layer,
  mapStructure,
  type Tensor,
} from "@hornbeam/core";
import { layersOption } from "../rnn/_layer-option.ts";
import type { PicturesCall } from "./image/_pictures.ts";

/** Of layers of images, a pipeline takes what they take. */
export interface Pipeline extends PicturesCall<CallOptions> {}

/**
 * Layers one after the other, as one layer: the output of each is the input of the next. Made for the preparation and
 * augmentation of images, so calls are calls in training unless `training: false` is given.
 *
 * - input: what the first layer takes
 * - output: what the last layer gives
 *
 * @see {@link https://keras.io/api/layers/preprocessing_layers/ | keras.layers.Pipeline}
 * @example
 * const half = new Pipeline({ layers: [new Rescaling({ scale: 0.5 }), new Rescaling({ scale: 1, offset: 1 })] });
 * half(ones([2])); // [1.5, 1.5]
 */
export class Pipeline extends /* @__PURE__ */ defineLayer("keras.layers.Pipeline", {
  /** The layers, the first of which takes the input. */
  layers: /* @__PURE__ */ layersOption<AnyLayer>(Layer, "a layer")(),
}) {
  protected override readonly trainingByDefault = true;
  protected override readonly takesMask = true;

  override call(x: Tensor, { training = true, mask }: CallOptions): Tensor {
    let [output, outputMask] = [x as unknown, mask];
    for (const layer of this.layers) {
      output = layer(output, { training, ...(outputMask ? { mask: outputMask } : {}) });
      outputMask = mapStructure(output, (tensor) => getMask(tensor as Tensor) ?? null);
    }
    return output as Tensor;
  }

  override getConfig(): Config {
    const { layers, name } = super.getConfig();
    return { layers, name };
  }
}
