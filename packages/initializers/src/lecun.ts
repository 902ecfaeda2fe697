import { defineScaledInitializer } from "./_scaled-initializer.ts";

/**
 * Numbers spread evenly over `±√(3 / in)`, which have the variance `1 / in`.
 *
 * - call: `[...window, in, out]` and a dtype give a tensor
 *
 * @see {@link https://arxiv.org/abs/1706.02515 | Klambauer et al., 2017}
 * @see {@link https://keras.io/api/layers/initializers/#lecununiform-class | keras.initializers.LecunUniform}
 * @example
 * new LecunUniform({ seed: 1 })([3, 4]).shape; // [3, 4]
 */
export class LecunUniform extends /* @__PURE__ */ defineScaledInitializer("keras.initializers.LecunUniform") {
  protected override readonly scaling = { scale: 1, mode: "fan_in", distribution: "uniform" } as const;
}

/**
 * Numbers of the normal distribution, cut at two standard deviations, which have the variance `1 / in`.
 *
 * - call: `[...window, in, out]` and a dtype give a tensor
 *
 * @see {@link https://arxiv.org/abs/1706.02515 | Klambauer et al., 2017}
 * @see {@link https://keras.io/api/layers/initializers/#lecunnormal-class | keras.initializers.LecunNormal}
 * @example
 * new LecunNormal({ seed: 1 })([3, 4]).shape; // [3, 4]
 */
export class LecunNormal extends /* @__PURE__ */ defineScaledInitializer("keras.initializers.LecunNormal") {
  protected override readonly scaling = { scale: 1, mode: "fan_in", distribution: "truncated_normal" } as const;
}
