import type { DType, KnownShape, SeedGenerator, Tensor } from "@hornbeam/core";
import { normal, truncatedNormal, uniform } from "@hornbeam/random";
import { fansOf } from "./_fans.ts";

export type FanMode = "fan_in" | "fan_out" | "fan_avg";
export type Distribution = "truncated_normal" | "untruncated_normal" | "uniform";

/** How the variance follows from the shape. */
export interface Scaling {
  readonly scale: number;
  readonly mode: FanMode;
  readonly distribution: Distribution;
  readonly inputAxes: readonly number[] | null;
  readonly outputAxes: readonly number[] | null;
}

/** Numbers of mean 0 and variance `scale / n`, `n` being the number of inputs, of outputs or their mean. */
export function scaledValues(shape: KnownShape, dtype: DType, seed: number | SeedGenerator, scaling: Scaling): Tensor {
  const { fanIn, fanOut } = fansOf(shape, scaling.inputAxes, scaling.outputAxes);
  const count = { fan_in: fanIn, fan_out: fanOut, fan_avg: (fanIn + fanOut) / 2 }[scaling.mode];
  const variance = scaling.scale / Math.max(1, count);
  if (scaling.distribution === "uniform") {
    const limit = Math.sqrt(3 * variance);
    return uniform(shape, { minval: -limit, maxval: limit, seed, dtype });
  }
  if (scaling.distribution === "untruncated_normal") return normal(shape, { stddev: Math.sqrt(variance), seed, dtype });
  // cutting at two standard deviations leaves this share of one
  return truncatedNormal(shape, { stddev: Math.sqrt(variance) / 0.8796256610342398, seed, dtype });
}
