import { averageWindows, maxWindows, pooling } from "./_pool.ts";

/**
 * Largest element of each window over 1, 2 or 3 spatial axes.
 *
 * - inputs: `[batch, ...spatial, channels]`, or `[batch, channels, ...spatial]` for `"channels_first"`
 * - output: the same with smaller spatial axes
 *
 * @throws {ShapeError} when the window does not fit.
 * @see {@link https://keras.io/api/ops/nn/#maxpool-function | keras.ops.max_pool}
 * @example
 * maxPool(ones([1, 4, 4, 2]), 2).shape; // [1, 2, 2, 2]
 */
export const maxPool = /* @__PURE__ */ pooling("MaxPool", "maxPool", maxWindows, { keepsIntegers: true });

/**
 * Mean of each window over 1, 2 or 3 spatial axes; elements added by padding `"same"` do not count.
 *
 * - inputs: `[batch, ...spatial, channels]`, or `[batch, channels, ...spatial]` for `"channels_first"`
 * - output: the same with smaller spatial axes
 *
 * @throws {ShapeError} when the window does not fit.
 * @see {@link https://keras.io/api/ops/nn/#averagepool-function | keras.ops.average_pool}
 * @example
 * averagePool(ones([1, 4, 4, 2]), 2).shape; // [1, 2, 2, 2]
 */
export const averagePool = /* @__PURE__ */ pooling("AveragePool", "averagePool", averageWindows, {
  keepsIntegers: false,
});
