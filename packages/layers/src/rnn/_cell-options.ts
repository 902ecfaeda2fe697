import type { OptionsOf } from "@hornbeam/core";
import type { SimpleRNNCell } from "./simple-rnn-cell.ts";

type Shared = Omit<OptionsOf<typeof SimpleRNNCell>, "name" | "seed" | "activityRegularizer">;

/** The options of a recurrent layer that are its cell's as well. */
export function cellOptions(layer: Omit<Shared, "dtype"> & { readonly dtypePolicy: Shared["dtype"] }): Shared {
  const { units, activation, useBias, trainable, dtypePolicy: dtype, dropout, recurrentDropout } = layer;
  const { kernelInitializer, recurrentInitializer, biasInitializer } = layer;
  const { kernelRegularizer, recurrentRegularizer, biasRegularizer } = layer;
  const { kernelConstraint, recurrentConstraint, biasConstraint } = layer;
  return {
    ...{ units, activation, useBias, trainable, dtype, dropout, recurrentDropout },
    ...{ kernelInitializer, recurrentInitializer, biasInitializer },
    ...{ kernelRegularizer, recurrentRegularizer, biasRegularizer },
    ...{ kernelConstraint, recurrentConstraint, biasConstraint },
  };
}
