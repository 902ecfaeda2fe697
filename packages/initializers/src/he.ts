import { defineScaledInitializer } from "./_scaled-initializer.ts";

/**
 * Numbers spread evenly over `±√(6 / in)`, which have the variance `2 / in`.
 *
 * - call: `[...window, in, out]` and a dtype give a tensor
 *
 * @see {@link https://arxiv.org/abs/1502.01852 | He et al., 2015}
 * @see {@link https://keras.io/api/layers/initializers/#heuniform-class | keras.initializers.HeUniform}
 * @example
 * new HeUniform({ seed: 1 })([3, 4]).shape; // [3, 4]
 */
export class HeUniform extends /* @__PURE__ */ defineScaledInitializer("keras.initializers.HeUniform") {
  protected override readonly scaling = { scale: 2, mode: "fan_in", distribution: "uniform" } as const;
}

/**
 * Numbers of the normal distribution, cut at two standard deviations, which have the variance `2 / in`.
 *
 * - call: `[...window, in, out]` and a dtype give a tensor
 *
 * @see {@link https://arxiv.org/abs/1502.01852 | He et al., 2015}
 * @see {@link https://keras.io/api/layers/initializers/#henormal-class | keras.initializers.HeNormal}
 * @example
 * new HeNormal({ seed: 1 })([3, 4]).shape; // [3, 4]
 */
export class HeNormal extends /* @__PURE__ */ defineScaledInitializer("keras.initializers.HeNormal") {
  protected override readonly scaling = { scale: 2, mode: "fan_in", distribution: "truncated_normal" } as const;
}
