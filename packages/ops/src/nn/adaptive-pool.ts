import { defineOp, type Shape, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { toFloat } from "../_operands.ts";
import { floatType, shapeError, spec, specOf } from "../_spec.ts";
import { extreme } from "../numpy/_extremes.ts";
import { fromChannelsLast, toChannelsLast } from "./_layout.ts";
import { channelsLast, checkDataFormat, type DataFormat, inFormat, type Sizes } from "./_windows.ts";

interface AdaptiveOptions {
  dataFormat: DataFormat | null;
}

/**
 * Mean of each of `outputSize` windows along each spatial axis. Window `i` of `n` over `size` elements goes from
 * `⌊i · size / n⌋` to `⌈(i + 1) · size / n⌉`.
 *
 * - inputs: `[batch, ...spatial, channels]`, or `[batch, channels, ...spatial]` for `"channels_first"`
 * - output: the same with spatial axes of `outputSize`
 *
 * @throws {ShapeError} when the input has no spatial axes, or more than three.
 * @see {@link https://keras.io/api/ops/nn/ | keras.ops.adaptive_average_pool}
 * @example
 * adaptiveAveragePool([[[1], [2], [3], [4]]], 2); // [[[1.5], [3.5]]]
 */
export const adaptiveAveragePool = /* @__PURE__ */ adaptive("AdaptiveAveragePool", "adaptiveAveragePool", tf.mean);

/**
 * Largest element of each of `outputSize` windows along each spatial axis; windows as in {@link adaptiveAveragePool}.
 *
 * - inputs: `[batch, ...spatial, channels]`, or `[batch, channels, ...spatial]` for `"channels_first"`
 * - output: the same with spatial axes of `outputSize`
 *
 * @throws {ShapeError} when the input has no spatial axes, or more than three.
 * @see {@link https://keras.io/api/ops/nn/ | keras.ops.adaptive_max_pool}
 * @example
 * adaptiveMaxPool([[[1], [2], [3], [4]]], 2); // [[[2], [4]]]
 */
export const adaptiveMaxPool = /* @__PURE__ */ adaptive("AdaptiveMaxPool", "adaptiveMaxPool", (x, axis, keepDims) =>
  extreme("max", x, [axis], keepDims),
);

type Reduce = (x: Tensor, axis: number, keepDims: boolean) => Tensor;

/** The windows are boxes: what they reduce to is found axis by axis. */
function adaptive(className: string, op: string, reduce: Reduce) {
  return defineOp<[inputs: Tensor, outputSize: Sizes], AdaptiveOptions, Tensor>({
    className,
    module: "nn",
    tensors: ["inputs"],
    settings: ["output_size"],
    options: { dataFormat: null },
    call: (inputs: Tensor, outputSize: Sizes, { dataFormat }) => {
      const { format, sizes } = plan(op, inputs.shape, outputSize, dataFormat);
      const last = toChannelsLast(toFloat(inputs), format);
      return fromChannelsLast(
        sizes.reduce((x, size, i) => alongAxis(x, i + 1, size, reduce), last),
        format,
      );
    },
    spec: (inputs: unknown, outputSize: Sizes, { dataFormat }: AdaptiveOptions) => {
      const { shape, dtype } = specOf(inputs);
      const { format, sizes, last } = plan(op, shape, outputSize, dataFormat);
      return spec(inFormat([last[0]!, ...sizes, last.at(-1)!], format), floatType(dtype));
    },
  });
}

function alongAxis(x: Tensor, axis: number, count: number, reduce: Reduce): Tensor {
  const size = x.shape[axis]!;
  if (size === count) return x;
  const windows = Array.from({ length: count }, (_, i) => {
    const [from, to] = [Math.floor((i * size) / count), Math.ceil(((i + 1) * size) / count)];
    const begin = x.shape.map((_, k) => (k === axis ? from : 0));
    return reduce(
      tf.slice(
        x,
        begin,
        x.shape.map((all, k) => (k === axis ? to - from : all)),
      ),
      axis,
      true,
    );
  });
  return tf.concat(windows, axis);
}

function plan(op: string, shape: Shape, outputSize: Sizes, dataFormat: DataFormat | null) {
  const format = checkDataFormat(op, dataFormat);
  const rank = shape.length - 2;
  const sizes = typeof outputSize === "number" ? Array<number>(Math.max(rank, 0)).fill(outputSize) : [...outputSize];
  const whole = sizes.every((size) => Number.isSafeInteger(size) && size > 0);
  if (rank < 1 || rank > 3 || sizes.length !== rank || !whole)
    throw shapeError(op, "there must be a positive output size for each of 1 to 3 spatial axes", [shape, sizes]);
  return { format, sizes, last: channelsLast(shape, format) };
}
