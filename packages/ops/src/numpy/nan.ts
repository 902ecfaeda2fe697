import { type DType, defineOp, isFloat, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { frontAxis, reducedShape } from "../_axes.ts";
import { as, toFloat } from "../_operands.ts";
import { floatType, spec, specOf } from "../_spec.ts";
import { extreme } from "./_extremes.ts";
import { countNumbers, withoutNaN } from "./_nan.ts";
import { reduction, sumType } from "./_reduction.ts";
import { select } from "./_select.ts";
import { cumprod, cumsum } from "./cumulative.ts";
import { argmax, argmin } from "./extremes.ts";
import { prod } from "./prod.ts";

interface Replacements {
  nan: number;
  posinf: number | null;
  neginf: number | null;
}

const largest = 3.4028234663852886e38;

/**
 * Numbers in the place of NaN (0 unless told) and of infinities (the largest float32 numbers unless told).
 *
 * @see {@link https://keras.io/api/ops/numpy/#nantonum-function | keras.ops.nan_to_num}
 * @example
 * nanToNum([NaN, 1, Infinity], { posinf: 9 }); // [0, 1, 9]
 */
export const nanToNum = /* @__PURE__ */ defineOp<[x: Tensor], Replacements, Tensor>({
  className: "NanToNum",
  module: "numpy",
  tensors: ["x"],
  options: { nan: 0, posinf: null, neginf: null },
  call: (x, { nan, posinf, neginf }) => {
    if (!isFloat(x.dtype)) return tf.clone(x);
    const high = select(
      tf.equal(x, tf.scalar(Number.POSITIVE_INFINITY)),
      tf.scalar(posinf ?? largest),
      withoutNaN(x, nan),
    );
    return select(tf.equal(x, tf.scalar(Number.NEGATIVE_INFINITY)), tf.scalar(neginf ?? -largest), high);
  },
  spec: (x: unknown) => spec(specOf(x).shape, specOf(x).dtype),
});

/**
 * Sum over axes of what is not NaN.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.nansum}
 * @example
 * nansum([1, NaN, 2]); // 3
 */
export const nansum = /* @__PURE__ */ reduction(
  "Nansum",
  (x, axes, keepdims) => tf.sum(x.dtype === "bool" ? as(x, "int32") : withoutNaN(x, 0), axes, keepdims),
  sumType,
  { ofNothing: 0 },
);

/**
 * Product over axes of what is not NaN.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.nanprod}
 * @example
 * nanprod([2, NaN, 3]); // 6
 */
export const nanprod = /* @__PURE__ */ reduction(
  "Nanprod",
  (x, axes, keepdims) => prod(withoutNaN(x, 1), { axis: axes, keepdims }),
  sumType,
  { ofNothing: 1 },
);

/**
 * Mean over axes of what is not NaN.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.nanmean}
 * @example
 * nanmean([1, NaN, 2]); // 1.5
 */
export const nanmean = /* @__PURE__ */ reduction("Nanmean", meanOfNumbers, floatType, { ofNothing: Number.NaN });

/**
 * Variance over axes of what is not NaN.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.nanvar}
 * @example
 * nanvar([1, NaN, 3]); // 1
 */
export const nanvar = /* @__PURE__ */ reduction("Nanvar", varianceOfNumbers, floatType, { ofNothing: Number.NaN });

/**
 * Standard deviation over axes of what is not NaN.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.nanstd}
 * @example
 * nanstd([1, NaN, 3]); // 1
 */
export const nanstd = /* @__PURE__ */ reduction(
  "Nanstd",
  (x, axes, keepdims) => tf.sqrt(varianceOfNumbers(x, axes, keepdims)),
  floatType,
  { ofNothing: Number.NaN },
);

/**
 * Largest number along axes that is not NaN, if there is one.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.nanmax}
 * @example
 * nanmax([1, NaN, 2]); // 2
 */
export const nanmax = /* @__PURE__ */ extremeOfNumbers("Nanmax", "max");

/**
 * Smallest number along axes that is not NaN, if there is one.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.nanmin}
 * @example
 * nanmin([1, NaN, 2]); // 1
 */
export const nanmin = /* @__PURE__ */ extremeOfNumbers("Nanmin", "min");

/**
 * Index of the largest number that is not NaN, -1 where there is none.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.nanargmax}
 * @example
 * nanargmax([1, NaN, 2]); // 2
 */
export const nanargmax = /* @__PURE__ */ placeOfNumbers("Nanargmax", argmax, Number.NEGATIVE_INFINITY);

/**
 * Index of the smallest number that is not NaN, -1 where there is none.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.nanargmin}
 * @example
 * nanargmin([1, NaN, 2]); // 0
 */
export const nanargmin = /* @__PURE__ */ placeOfNumbers("Nanargmin", argmin, Number.POSITIVE_INFINITY);

/**
 * Sums so far, NaN counting as 0.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.nancumsum}
 * @example
 * nancumsum([1, NaN, 2]); // [1, 1, 3]
 */
export const nancumsum = /* @__PURE__ */ cumulativeOfNumbers("Nancumsum", cumsum, 0);

/**
 * Products so far, NaN counting as 1.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.nancumprod}
 * @example
 * nancumprod([2, NaN, 3]); // [2, 2, 6]
 */
export const nancumprod = /* @__PURE__ */ cumulativeOfNumbers("Nancumprod", cumprod, 1);

function meanOfNumbers(x: Tensor, axes: number[], keepdims: boolean): Tensor {
  const numbers = toFloat(x);
  return tf.div(tf.sum(withoutNaN(numbers, 0), axes, keepdims), countNumbers(numbers, axes, keepdims));
}

function varianceOfNumbers(x: Tensor, axes: number[], keepdims: boolean): Tensor {
  const numbers = toFloat(x);
  const distance = tf.sub(withoutNaN(numbers, 0), meanOfNumbers(numbers, axes, true));
  const squares = select(tf.isNaN(numbers), tf.scalar(0), tf.square(distance));
  return tf.div(tf.sum(squares, axes, keepdims), countNumbers(numbers, axes, keepdims));
}

function extremeOfNumbers(className: string, kind: "max" | "min") {
  const none = kind === "max" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return reduction(
    className,
    (x, axes, keepdims) => {
      const found = extreme(kind, withoutNaN(x, none), axes, keepdims);
      if (!isFloat(x.dtype)) return found;
      return select(tf.equal(countNumbers(x, axes, keepdims), 0), tf.scalar(Number.NaN), found);
    },
    (dtype) => dtype,
    { ofNothing: Number.NaN },
  );
}

interface PlaceOptions {
  axis: number | null;
  keepdims: boolean;
}

function placeOfNumbers(className: string, find: typeof argmax, none: number) {
  const op = className.toLowerCase();
  return defineOp<[x: Tensor], PlaceOptions, Tensor>({
    className,
    module: "numpy",
    tensors: ["x"],
    options: { axis: null, keepdims: false },
    call: (x, { axis, keepdims }) => {
      const index = find(withoutNaN(x, none), { axis, keepdims });
      if (!isFloat(x.dtype)) return index;
      const axes = axis === null ? x.shape.map((_, i) => i) : [frontAxis(op, axis, x.rank)];
      return tf.where(tf.all(tf.isNaN(x), axes, keepdims), tf.fill(index.shape, -1, "int32"), index);
    },
    spec: (x: unknown, { axis, keepdims }: PlaceOptions) => {
      const { shape } = specOf(x);
      const axes = axis === null ? shape.map((_, i) => i) : [frontAxis(op, axis, shape.length)];
      return spec(reducedShape(shape, axes, keepdims), "int32");
    },
  });
}

interface CumulativeOptions {
  axis: number | null;
  dtype: DType | null;
}

function cumulativeOfNumbers(className: string, accumulate: typeof cumsum, instead: number) {
  return defineOp<[x: Tensor], CumulativeOptions, Tensor>({
    className,
    module: "numpy",
    tensors: ["x"],
    options: { axis: null, dtype: null },
    call: (x, options) => accumulate(withoutNaN(x, instead), options),
    spec: (x: unknown, options: CumulativeOptions) => accumulate.definition.spec(x, options),
  });
}
