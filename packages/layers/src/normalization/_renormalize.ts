import type { Tensor, Variable } from "@hornbeam/core";
import {
  add,
  clip,
  divide,
  maximum,
  minimum,
  multiply,
  relu,
  sqrt,
  square,
  stopGradient,
  subtract,
} from "@hornbeam/ops";
import type { BatchNormalization } from "./batch-normalization.ts";

/** Limits of the correction of batch renormalization. */
export interface Clipping {
  readonly rmax?: number | null;
  readonly rmin?: number | null;
  readonly dmax?: number | null;
}

/**
 * The scale and offset that correct a batch's statistics by slow averages of them, `r = σ / σ̂` and `d = (μ - μ̂) / σ̂`;
 * then all averages are moved on (Ioffe, 2017).
 */
export function renormalize(
  layer: BatchNormalization,
  mean: Tensor,
  variance: Tensor,
): { gamma: Tensor; beta: Tensor } {
  const { epsilon, gamma, beta } = layer;
  const { rmin, rmax, dmax } = layer.renormClipping ?? {};
  const stddev = sqrt(add(variance, epsilon));
  const slowStddev = maximum(layer.renormStddev!, Math.sqrt(epsilon));
  let r = divide(stddev, slowStddev);
  let d = divide(subtract(mean, layer.renormMean!), slowStddev);
  if (typeof rmin === "number") r = maximum(r, rmin);
  if (typeof rmax === "number") r = minimum(r, rmax);
  if (typeof dmax === "number") d = clip(d, -dmax, dmax);
  const [scale, shift] = [stopGradient(r), stopGradient(d)];
  const corrected = {
    gamma: gamma ? multiply(scale, gamma) : scale,
    beta: sumOf(gamma ? multiply(shift, gamma) : shift, beta),
  };
  layer.average(layer.renormMean!, mean, layer.renormMomentum);
  layer.average(layer.renormStddev!, stddev, layer.renormMomentum);
  layer.average(layer.movingMean, mean, layer.momentum);
  layer.average(layer.movingStddev!, stddev, layer.momentum);
  layer.movingVariance.assign(relu(subtract(square(layer.movingStddev!), epsilon)));
  return corrected;
}

function sumOf(a: Tensor, b: Variable | null): Tensor {
  return b ? add(a, b) : a;
}
