import { defineConvLSTM } from "./_base-conv-lstm.ts";

/**
 * LSTM over a sequence of volumes: the products with the kernels are convolutions.
 *
 * - input: `[batch, steps, depth, height, width, channels]`, or with the channels after the steps; `initialState` in the call's
 *   options: `[h, c]`, of the shape of the output of one step
 * - output: `[batch, depth, height, width, filters]`, or `[batch, steps, depth, height, width, filters]` with `returnSequences`
 * - with `returnState`: a list of the output, `h` and `c`
 *
 * @throws {OptionError} when both strides and dilation are greater than 1.
 * @throws {ShapeError} when a spatial size is unknown.
 * @see {@link https://arxiv.org/abs/1506.04214 | Shi et al., 2015}; as in Keras, without peepholes
 * @see {@link https://keras.io/api/layers/recurrent_layers/conv_lstm3d/ | keras.layers.ConvLSTM3D}
 * @example
 * new ConvLSTM3D({ filters: 4, kernelSize: 3 })(ones([1, 2, 4, 4, 4, 2])).shape; // [1, 2, 2, 2, 4]
 */
export class ConvLSTM3D<S extends boolean = false> extends /* @__PURE__ */ defineConvLSTM(
  "keras.layers.ConvLSTM3D",
  3,
)<S> {}
