import { defineOptimizer, number } from "@hornbeam/core";
import { Adam } from "./adam.ts";

/**
 * {@link Adam} with a decay of the weights that the means do not see: `w ← w - η λ w` before each step.
 *
 * @see {@link https://keras.io/api/optimizers/adamw/ | keras.optimizers.AdamW}
 * @see {@link https://arxiv.org/abs/1711.05101 | Loshchilov and Hutter, 2017}
 * @example
 * new AdamW({ weightDecay: 0.01 }).apply([gradient], [weight]);
 */
export class AdamW extends /* @__PURE__ */ defineOptimizer(
  "keras.optimizers.AdamW",
  {
    /** Share `λ`, times the learning rate, that weights lose before each step. */
    weightDecay: number(0.004),
  },
  Adam,
) {}
