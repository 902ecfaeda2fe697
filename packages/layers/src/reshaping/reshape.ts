import { defineLayer, KerasTensor, option, refusal, type Shape, ShapeError, sizeOf, type Tensor } from "@hornbeam/core";
import * as ops from "@hornbeam/ops";

const targetShape = /* @__PURE__ */ option<readonly number[]>(
  "a list of sizes, one of which may be -1",
  (given) =>
    Array.isArray(given) &&
    given.every((size) => Number.isInteger(size) && size >= -1) &&
    given.filter((size) => size === -1).length <= 1
      ? [...given]
      : undefined,
  (sizes) => [...sizes],
);

/**
 * Gives each example another shape with as many elements.
 *
 * - input: `[batch, ...]`
 * - output: `[batch, ...targetShape]`, with the size that fits in the place of -1
 *
 * @throws {ShapeError} when the number of elements would change.
 * @see {@link https://keras.io/api/layers/reshaping_layers/reshape/ | keras.layers.Reshape}
 * @example
 * new Reshape({ targetShape: [28, 28, 1] })(ones([2, 784])).shape; // [2, 28, 28, 1]
 */
export class Reshape extends /* @__PURE__ */ defineLayer("keras.layers.Reshape", {
  /** Sizes without the batch axis; -1 for the one that follows from the others. */
  targetShape: targetShape(),
}) {
  protected override readonly builtAtInit = true;

  override call(x: Tensor): Tensor {
    return ops.reshape(x, this.computeOutputShape(x.shape) as number[]);
  }

  override computeOutputShape(inputShape: Shape): Shape {
    const [batch = null, ...rest] = inputShape;
    const target = this.targetShape;
    const fixed = target.reduce((product, size) => (size === -1 ? product : product * size), 1);
    if (rest.includes(null)) return [batch, ...target.map((size) => (size === -1 ? null : size))];
    const size = sizeOf(rest as number[]);
    const free = target.includes(-1);
    if (free ? fixed === 0 || size % fixed !== 0 : size !== fixed) {
      throw refusal(ShapeError, {
        action: `call ${this[Symbol.toStringTag]}`,
        expected: `each example must have ${free ? "a multiple of " : ""}the ${fixed} elements of [${target.join(", ")}]`,
        receivedAs: "shape",
        received: inputShape,
      });
    }
    return [batch, ...target.map((one) => (one === -1 ? size / fixed : one))];
  }
  override computeOutputSpec({ shape, dtype }: KerasTensor): KerasTensor {
    return new KerasTensor(this.computeOutputShape(shape), dtype, "");
  }
}
