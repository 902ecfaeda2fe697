import { OptionError, refusal } from "@hornbeam/core";

/**
 * Data as `fit` and `trainStep` hand it about: `x`, `[x, y]` or `[x, y, sampleWeight]`; `[x]` where `x` is a list
 * itself, which would be taken for one of these otherwise.
 *
 * @see {@link https://keras.io/api/utils/python_utils/ | keras.utils.pack_x_y_sample_weight}
 * @example
 * packXYSampleWeight("x", "y"); // ["x", "y"]
 */
export function packXYSampleWeight<X, Y, W>(
  x: X,
  y: Y | null = null,
  sampleWeight: W | null = null,
): X | [X] | [X, Y] | [X, Y, W] {
  if (y === null) return Array.isArray(x) ? [x] : x;
  return sampleWeight === null ? [x, y] : [x, y, sampleWeight];
}

/**
 * The parts of data as `fit` and `trainStep` hand it about, null where there is none.
 *
 * @throws {OptionError} when a list has no or more than three parts.
 * @see {@link https://keras.io/api/utils/python_utils/ | keras.utils.unpack_x_y_sample_weight}
 * @example
 * unpackXYSampleWeight(["x", "y"]); // ["x", "y", null]
 */
export function unpackXYSampleWeight<X, Y = X, W = Y>(
  data: X | readonly [X] | readonly [X, Y] | readonly [X, Y, W],
): [x: X, y: Y | null, sampleWeight: W | null] {
  if (!Array.isArray(data)) return [data as X, null, null];
  if (data.length >= 1 && data.length <= 3) return [data[0] as X, (data[1] ?? null) as Y, (data[2] ?? null) as W];
  throw refusal(OptionError, {
    action: "unpack data",
    expected: "it must be x, [x], [x, y] or [x, y, sampleWeight]",
    received: data,
  });
}
