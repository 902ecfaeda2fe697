import {
  type DType,
  integers,
  type KnownShape,
  nullable,
  oneOf,
  option,
  positiveNumber,
  type Tensor,
} from "@hornbeam/core";
import { defineRandomInitializer } from "./_random-initializer.ts";
import { type Distribution, scaledValues } from "./_scaled.ts";

/** `"normal"` is a name of old for the truncated one. */
const distribution = /* @__PURE__ */ option<Distribution, Distribution | "normal">(
  'one of "uniform", "truncated_normal", "untruncated_normal"',
  (input) => {
    const word = typeof input === "string" ? input.toLowerCase() : input;
    if (word === "normal") return "truncated_normal";
    return word === "uniform" || word === "truncated_normal" || word === "untruncated_normal" ? word : undefined;
  },
);

/**
 * Random numbers whose variance follows from the shape of the weight: `scale / n`, `n` being the number of its inputs
 * (`"fan_in"`), of its outputs (`"fan_out"`) or their mean (`"fan_avg"`).
 *
 * - call: `[...window, in, out]` and a dtype give a tensor
 *
 * @see {@link https://keras.io/api/layers/initializers/#variancescaling-class | keras.initializers.VarianceScaling}
 * @example
 * new VarianceScaling({ scale: 2, seed: 1 })([3, 4]).shape; // [3, 4]
 */
export class VarianceScaling extends /* @__PURE__ */ defineRandomInitializer("keras.initializers.VarianceScaling", {
  /** What the variance is proportional to. */
  scale: positiveNumber(1),
  /** Which number of connections divides it. */
  mode: oneOf("fan_in", "fan_out", "fan_avg")("fan_in"),
  /** The distribution; normal ones are cut at two standard deviations unless "untruncated". */
  distribution: distribution("truncated_normal"),
  /** Axes of the weight that stand for inputs, where they are not as in dense layers and convolutions. */
  inputAxes: nullable(integers)(null),
  /** Axes that stand for outputs. */
  outputAxes: nullable(integers)(null),
}) {
  override call(shape: KnownShape, dtype: DType): Tensor {
    return scaledValues(shape, dtype, this.drawn, this);
  }
}
