import type { KerasTensor, OptionsOf } from "@hornbeam/core";
import { InputLayer } from "./input-layer.ts";

/** What `Input` takes. */
export type InputOptions = Omit<OptionsOf<typeof InputLayer>, "inputTensor" | "activityRegularizer" | "trainable"> & {
  /** A symbolic tensor that is to be the input. */
  readonly tensor?: KerasTensor;
};

/**
 * A symbolic tensor that stands for what a model will be given.
 *
 * - output: `[batchSize, ...shape]`, the batch size being null unless given
 *
 * @throws {OptionError} without `shape` and `batchShape`, or with both.
 * @see {@link https://keras.io/api/layers/core_layers/input/ | keras.Input}
 * @example
 * Input({ shape: [28, 28] }).shape; // [null, 28, 28]
 */
export function Input({ tensor, ...options }: InputOptions = {}): KerasTensor {
  return new InputLayer(tensor ? { ...options, inputTensor: tensor } : options).output;
}
