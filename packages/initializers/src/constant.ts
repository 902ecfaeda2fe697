import { type DType, defineInitializer, type KnownShape, option, type Tensor } from "@hornbeam/core";
import { full, ones, zeros } from "@hornbeam/ops";

const value = /* @__PURE__ */ option<number | boolean>("a number or a boolean", (x) =>
  typeof x === "number" || typeof x === "boolean" ? x : undefined,
);

/**
 * Zeros.
 *
 * - call: a shape and a dtype give a tensor
 *
 * @see {@link https://keras.io/api/layers/initializers/#zeros-class | keras.initializers.Zeros}
 * @example
 * new Zeros()([2]); // [0, 0]
 */
export class Zeros extends /* @__PURE__ */ defineInitializer("keras.initializers.Zeros", {}) {
  override call(shape: KnownShape, dtype: DType): Tensor {
    return zeros(shape, { dtype });
  }
}

/**
 * Ones.
 *
 * - call: a shape and a dtype give a tensor
 *
 * @see {@link https://keras.io/api/layers/initializers/#ones-class | keras.initializers.Ones}
 * @example
 * new Ones()([2]); // [1, 1]
 */
export class Ones extends /* @__PURE__ */ defineInitializer("keras.initializers.Ones", {}) {
  override call(shape: KnownShape, dtype: DType): Tensor {
    return ones(shape, { dtype });
  }
}

/**
 * One value throughout.
 *
 * - call: a shape and a dtype give a tensor
 *
 * @see {@link https://keras.io/api/layers/initializers/#constant-class | keras.initializers.Constant}
 * @example
 * new Constant({ value: 3 })([2]); // [3, 3]
 */
export class Constant extends /* @__PURE__ */ defineInitializer("keras.initializers.Constant", {
  /** The value of every element. */
  value: value(0),
}) {
  override call(shape: KnownShape, dtype: DType): Tensor {
    return full(shape, Number(this.value), { dtype });
  }
}
