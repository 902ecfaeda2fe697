import { defineScaledInitializer } from "./_scaled-initializer.ts";

/**
 * Numbers spread evenly over `±√(6 / (in + out))`, which have the variance `2 / (in + out)`.
 *
 * - call: `[...window, in, out]` and a dtype give a tensor
 *
 * @see {@link https://proceedings.mlr.press/v9/glorot10a.html | Glorot and Bengio, 2010}
 * @see {@link https://keras.io/api/layers/initializers/#glorotuniform-class | keras.initializers.GlorotUniform}
 * @example
 * new GlorotUniform({ seed: 1 })([3, 4]).shape; // [3, 4]
 */
export class GlorotUniform extends /* @__PURE__ */ defineScaledInitializer("keras.initializers.GlorotUniform") {
  protected override readonly scaling = { scale: 1, mode: "fan_avg", distribution: "uniform" } as const;
}

/**
 * Numbers of the normal distribution, cut at two standard deviations, which have the variance `2 / (in + out)`.
 *
 * - call: `[...window, in, out]` and a dtype give a tensor
 *
 * @see {@link https://proceedings.mlr.press/v9/glorot10a.html | Glorot and Bengio, 2010}
 * @see {@link https://keras.io/api/layers/initializers/#glorotnormal-class | keras.initializers.GlorotNormal}
 * @example
 * new GlorotNormal({ seed: 1 })([3, 4]).shape; // [3, 4]
 */
export class GlorotNormal extends /* @__PURE__ */ defineScaledInitializer("keras.initializers.GlorotNormal") {
  protected override readonly scaling = { scale: 1, mode: "fan_avg", distribution: "truncated_normal" } as const;
}
