import { defineOp, type Shape, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { as, toFloat } from "../_operands.ts";
import { floatType, shapeError, spec, specOf } from "../_spec.ts";
import { fromChannelsLast, toChannelsLast } from "./_layout.ts";
import {
  channelsLast,
  checkDataFormat,
  checkPadding,
  type DataFormat,
  inFormat,
  type Padding,
  type Sizes,
  sizesFor,
  type Windows,
  windowedSizes,
} from "./_windows.ts";

export interface PoolOptions {
  strides: Sizes | null;
  padding: Padding;
  dataFormat: DataFormat | null;
}

const defaults: PoolOptions = { strides: null, padding: "valid", dataFormat: null };

/** An op over windows of 1 to 3 spatial axes; `f` gets floats with the channels last. */
export function pooling(
  className: string,
  op: string,
  f: (x: Tensor, windows: Windows) => Tensor,
  { keepsIntegers }: { readonly keepsIntegers: boolean },
) {
  const over = (x: Tensor, windows: Windows): Tensor =>
    keepsIntegers ? as(f(toFloat(x), windows), x.dtype as "int32") : f(toFloat(x), windows);
  return defineOp<[inputs: Tensor, poolSize: Sizes], PoolOptions, Tensor>({
    className,
    module: "nn",
    tensors: ["inputs"],
    settings: ["pool_size"],
    options: defaults,
    call: (inputs: Tensor, poolSize: Sizes, options) => {
      const { format, windows } = plan(op, inputs.shape, poolSize, options);
      const last = toChannelsLast(inputs, format);
      if (inputs.rank !== 3) return fromChannelsLast(over(last, windows), format);
      // one spatial axis is an image of one row
      const flat = over(tf.expandDims(last, 1), {
        ...windows,
        size: [1, ...windows.size],
        strides: [1, ...windows.strides],
        dilation: [1, 1],
      });
      return fromChannelsLast(tf.squeeze(flat, [1]), format);
    },
    spec: (inputs: unknown, poolSize: Sizes, options: PoolOptions) => {
      const { shape, dtype } = specOf(inputs);
      const { format, windows, last } = plan(op, shape, poolSize, options);
      const sizes = windowedSizes(op, last.slice(1, -1), windows);
      return spec(inFormat([last[0]!, ...sizes, last.at(-1)!], format), keepsIntegers ? dtype : floatType(dtype));
    },
  });
}

/** Mean over windows. Elements that padding adds do not count. */
export function averageWindows(x: Tensor, { size, strides, padding }: Windows): Tensor {
  if (x.rank === 4) return tf.avgPool(x as tf.Tensor4D, size as [number, number], strides as [number, number], padding);
  return tf.avgPool3d(x as tf.Tensor5D, size as [number, number, number], strides as [number, number, number], padding);
}

/** Largest element of each window. */
export function maxWindows(x: Tensor, { size, strides, padding }: Windows): Tensor {
  if (x.rank === 4) return tf.maxPool(x as tf.Tensor4D, size as [number, number], strides as [number, number], padding);
  return tf.maxPool3d(x as tf.Tensor5D, size as [number, number, number], strides as [number, number, number], padding);
}

function plan(
  op: string,
  shape: Shape,
  poolSize: Sizes,
  options: PoolOptions,
): { format: DataFormat; windows: Windows; last: Shape } {
  const rank = shape.length - 2;
  if (rank < 1 || rank > 3) throw shapeError(op, "`inputs` must have rank 3, 4 or 5", shape);
  const format = checkDataFormat(op, options.dataFormat);
  const size = sizesFor(op, "poolSize", poolSize, rank);
  const windows: Windows = {
    size,
    strides: options.strides === null ? size : sizesFor(op, "strides", options.strides, rank),
    dilation: size.map(() => 1),
    padding: checkPadding(op, options.padding),
  };
  const last = channelsLast(shape, format);
  windowedSizes(op, last.slice(1, -1), windows);
  return { format, windows, last };
}
