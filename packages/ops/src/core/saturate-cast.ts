import { type DType, defineOp, isFloat, standardizeDType, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { as } from "../_operands.ts";
import { argumentError, specOf } from "../_spec.ts";

/**
 * The tensor in another dtype, where numbers that this cannot hold become the nearest it can: a `uint8` is never below 0
 * or above 255. Floats are cut toward zero.
 *
 * As in Keras, whose limit overflows there, all integers become `-2³¹` in float32 and bfloat16: {@link cast} is right for
 * that.
 *
 * @throws {OptionError} when there is no such dtype of numbers.
 * @see {@link https://keras.io/api/ops/core/ | keras.ops.saturate_cast}
 * @example
 * saturateCast([-1, 99.9, 256], "uint8"); // [0, 99, 255]
 */
export const saturateCast = /* @__PURE__ */ defineOp<[x: Tensor, dtype: DType], object, Tensor>({
  className: "SaturateCast",
  module: "core",
  tensors: ["x"],
  settings: ["dtype"],
  call: (x, dtype) => {
    const wanted = known(dtype);
    if (x.dtype === "bool") return as(x, wanted);
    const [low, high] = limits(x.dtype as "float32" | "int32", wanted);
    return as(tf.clipByValue(x, low, high), wanted);
  },
  spec: (x: unknown, dtype: string) => ({ shape: specOf(x).shape, dtype: known(dtype) }),
});

const floatRanges: Readonly<Record<string, number>> = {
  float16: 65504,
  bfloat16: 3.3895313892515355e38,
  float32: 3.4028234663852886e38,
  float64: Number.MAX_VALUE,
};

function known(dtype: string): DType {
  const name = standardizeDType(dtype, "call ops.saturateCast");
  if (name !== "string" && name !== "complex64") return name;
  throw argumentError("saturateCast", "dtype", "be one of real numbers", dtype);
}

function rangeOf(dtype: string): [low: number, high: number] {
  if (dtype === "bool") return [0, 1];
  const float = floatRanges[dtype];
  if (float !== undefined) return [-float, float];
  const bits = Number(/\d+$/.exec(dtype)![0]);
  return dtype.startsWith("u") ? [0, 2 ** bits - 1] : [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1];
}

/** What both dtypes hold, as numbers of the first. */
function limits(from: "float32" | "int32", to: DType): [low: number, high: number] {
  const [[low, high], [wantedLow, wantedHigh]] = [rangeOf(from), rangeOf(to)];
  const [least, most] = [Math.max(low, wantedLow), Math.min(high, wantedHigh)];
  if (from === "int32") return isFloat(to) && to !== "float64" ? [least, Math.fround(most) | 0] : [least, most];
  const rounded = Math.fround(most);
  // the largest float32 that is no larger: integers of 32 bits have more digits than it
  return [least, rounded > most ? rounded * (1 - 2 ** -24) : rounded];
}
