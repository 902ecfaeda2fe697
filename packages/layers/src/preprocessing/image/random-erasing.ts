import { define, nullable, option, type Tensor } from "@hornbeam/core";
import {
  add,
  arange,
  clip,
  convertToTensor,
  greaterEqual,
  less,
  logicalAnd,
  multiply,
  reshape,
  sqrt,
  subtract,
  where,
} from "@hornbeam/ops";
import * as random from "@hornbeam/random";
import { RandomColorLayer, range, valueRange } from "./_random-image.ts";

const color = /* @__PURE__ */ option<number | readonly number[]>("a number or a list of three", (given) => {
  const fits = Array.isArray(given) ? given.length === 3 && given.every(Number.isFinite) : Number.isFinite(given);
  return fits ? (given as number | readonly number[]) : undefined;
});

/**
 * Erases a rectangle of some images: fills it with one colour, or with noise.
 *
 * - input: `[batch, height, width, channels]` or one image, or a record with `images`
 * - output: the shape of the input, float32
 *
 * @see {@link https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_erasing/ | keras.layers.RandomErasing}
 * @see {@link https://arxiv.org/abs/1708.04896 | Zhong et al., 2017}
 * @example
 * new RandomErasing({ factor: [1, 1], scale: [1, 1], fillValue: 7 })(ones([1, 2, 1])); // [[[7], [7]]]
 */
export class RandomErasing extends /* @__PURE__ */ define(
  "keras.layers.RandomErasing",
  {
    /** Range of the probability, within `[0, 1]`. */
    factor: /* @__PURE__ */ range(0, 1)(1),
    /** Range of the share of the image that is erased, within `[0, 1]`. */
    scale: /* @__PURE__ */ range(0, 1)([0.02, 0.33]),
    /** What the rectangle is filled with; noise unless given. */
    fillValue: /* @__PURE__ */ nullable(color)(null),
    /** The lowest and the highest value of pixels. */
    valueRange,
  },
  RandomColorLayer,
) {
  override recolor(images: Tensor): Tensor {
    const [rows, columns] = this.spatialAxes;
    const inside = logicalAnd(this.#between(images, columns), this.#between(images, rows));
    const erased = logicalAnd(inside, this.happens(images, this.factor));
    return where(erased, clip(this.#filling(images), ...this.valueRange), images);
  }
  /** Which pixels lie in the rectangles, as far as one axis says. */
  #between(images: Tensor, axis: number): Tensor {
    const size = images.shape[axis]!;
    const length = multiply(sqrt(this.drawn(images, this.scale)), size);
    const start = multiply(this.drawn(images, [0, 1]), subtract(size, length));
    const shape = [1, 1, 1, 1];
    shape[axis] = size;
    const place = reshape(arange(size), shape);
    return logicalAnd(greaterEqual(place, start), less(place, add(start, length)));
  }
  #filling(images: Tensor): Tensor {
    const { fillValue } = this;
    if (fillValue === null) {
      return multiply(random.normal(images.shape, { seed: this.generator }), this.valueRange[1]);
    }
    if (typeof fillValue === "number") return convertToTensor(fillValue, "float32");
    const shape = [1, 1, 1, 1];
    shape[this.channelAxis] = 3;
    return reshape(convertToTensor(fillValue), shape);
  }
}
