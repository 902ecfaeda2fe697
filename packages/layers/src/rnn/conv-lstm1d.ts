import { defineConvLSTM } from "./_base-conv-lstm.ts";

/**
 * LSTM over a sequence of signals: the products with the kernels are convolutions over one axis.
 *
 * - input: `[batch, steps, size, channels]`, or with the channels after the steps; `initialState` in the call's
 *   options: `[h, c]`, of the shape of the output of one step
 * - output: `[batch, size, filters]`, or `[batch, steps, size, filters]` with `returnSequences`
 * - with `returnState`: a list of the output, `h` and `c`
 *
 * @throws {OptionError} when both strides and dilation are greater than 1.
 * @throws {ShapeError} when a spatial size is unknown.
 * @see {@link https://arxiv.org/abs/1506.04214 | Shi et al., 2015}; as in Keras, without peepholes
 * @see {@link https://keras.io/api/layers/recurrent_layers/conv_lstm1d/ | keras.layers.ConvLSTM1D}
 * @example
 * new ConvLSTM1D({ filters: 4, kernelSize: 3 })(ones([2, 3, 8, 2])).shape; // [2, 6, 4]
 */
export class ConvLSTM1D<S extends boolean = false> extends /* @__PURE__ */ defineConvLSTM(
  "keras.layers.ConvLSTM1D",
  1,
)<S> {}
