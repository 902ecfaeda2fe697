export { CosineDecay } from "./cosine-decay.ts";
export { CosineDecayRestarts } from "./cosine-decay-restarts.ts";
export { ExponentialDecay } from "./exponential-decay.ts";
export { InverseTimeDecay } from "./inverse-time-decay.ts";
export { PiecewiseConstantDecay } from "./piecewise-constant-decay.ts";
export { PolynomialDecay } from "./polynomial-decay.ts";
