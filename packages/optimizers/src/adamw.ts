import { defineOptimizer, number } from "@hornbeam/core";
import { Adam } from "./adam.ts";

/**
 * {@link Adam} with a decay of the weights that the means do not see: `w ← w - η λ w` before each step.
 *
 * @see {@link https://keras.io/api/optimizers/adamw/ | keras.optimizers.AdamW}
 * @see {@link https://arxiv.org/abs/1711.05101 | Loshchilov and Hutter, 2017}
 * @example
 * const weight = new Variable({ name: "weight", shape: [1], initializer: NDArray.from([1]) });
 * new AdamW({ learningRate: 0.1, weightDecay: 0.5 }).apply([[2]], [weight]);
 * weight.value; // [0.85]
 */
export class AdamW extends /* @__PURE__ */ defineOptimizer(
  "keras.optimizers.AdamW",
  {
    /** Share `λ`, times the learning rate, that weights lose before each step. */
    weightDecay: number(0.004),
  },
  Adam,
) {}
