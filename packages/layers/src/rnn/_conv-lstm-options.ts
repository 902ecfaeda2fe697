import { activation } from "@hornbeam/activations";
import { dataFormat, integers, oneOf, positiveInteger, spatial } from "@hornbeam/core";
import {
  biasOption,
  constraintOptions,
  dropoutOptions,
  forgetOption,
  gateOptions,
  penaltyOptions,
  seedOption,
  startOptions,
} from "./_options.ts";

/** Options of a convolutional LSTM over so many spatial axes; null for its cell, which gets lists of any length. */
export const convLSTMOptions = (rank: number | null, sizes = rank === null ? integers : spatial(rank)) => ({
  /** Number of channels of the output. */
  filters: positiveInteger(),
  /** Sizes of the window. */
  kernelSize: sizes(),
  /** Steps of the window over the input; over the state they are 1. */
  strides: sizes(1),
  /** `"valid"` for no padding of the input, `"same"` for as many positions as it has, divided by the strides. */
  padding: oneOf("valid", "same")("valid"),
  /** Where the channels stand. */
  dataFormat: dataFormat(null),
  /** Distances between the elements of the input that the window takes. */
  dilationRate: sizes(1),
  /** What the new state goes through: a name, or a function. */
  activation: activation("tanh"),
  ...gateOptions,
  ...biasOption,
  ...startOptions,
  ...forgetOption,
  ...penaltyOptions,
  ...constraintOptions,
  ...dropoutOptions,
  ...seedOption,
});
