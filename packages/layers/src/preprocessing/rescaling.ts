import { defineLayer, NDArray, option, type Shape, type Tensor } from "@hornbeam/core";
import { add, cast, multiply } from "@hornbeam/ops";

type Factor = number | readonly number[];
const factor = /* @__PURE__ */ option<Factor, Factor | NDArray>(
  "a number or a list of numbers",
  (given, reading) => {
    const plain = reading ? reading.deserialize(given) : given;
    const value =
      plain instanceof NDArray ? (plain.rank === 0 ? Number(plain.data[0]) : [...plain.data].map(Number)) : plain;
    const isNumber = (x: unknown) => typeof x === "number" && Number.isFinite(x);
    return isNumber(value) || (Array.isArray(value) && value.every(isNumber)) ? (value as Factor) : undefined;
  },
  (value) => (typeof value === "number" ? value : [...value]),
);

/**
 * Brings numbers into another range: `x · scale + offset`.
 *
 * Pixels in `[0, 255]` come into `[0, 1]` with `scale: 1 / 255`, into `[-1, 1]` with `scale: 1 / 127.5, offset: -1`.
 *
 * - input: any shape, any numeric dtype
 * - output: the shape of the input, float32
 *
 * @see {@link https://keras.io/api/layers/preprocessing_layers/image_preprocessing/rescaling/ | keras.layers.Rescaling}
 * @example
 * new Rescaling({ scale: 2, offset: 1 })(tensor([0, 10])); // [1, 21]
 */
export class Rescaling extends /* @__PURE__ */ defineLayer("keras.layers.Rescaling", {
  /** The factor: one number, or one for each channel. */
  scale: factor(),
  /** What is added: one number, or one for each channel. */
  offset: factor(0),
}) {
  protected override readonly supportsMasking = true;

  override call(x: Tensor): Tensor {
    return add(multiply(cast(x, this.computeDType), this.scale), this.offset);
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return inputShape;
  }
}
