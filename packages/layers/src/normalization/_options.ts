import { constraint } from "@hornbeam/constraints";
import { boolean, number } from "@hornbeam/core";
import { initializer } from "@hornbeam/initializers";
import { regularizer } from "@hornbeam/regularizers";

export const epsilonOption = {
  /** Added to the variance, so that it is never 0. */
  epsilon: /* @__PURE__ */ number(1e-3),
};
export const affineOptions = {
  /** Whether `beta` is added. */
  center: /* @__PURE__ */ boolean(true),
  /** Whether the output is multiplied by `gamma`. */
  scale: /* @__PURE__ */ boolean(true),
};
export const affineStarts = {
  /** Starting values of `beta`. */
  betaInitializer: /* @__PURE__ */ initializer("zeros"),
  /** Starting values of `gamma`. */
  gammaInitializer: /* @__PURE__ */ initializer("ones"),
};
export const affineLimits = {
  /** Penalty of `beta`. */
  betaRegularizer: /* @__PURE__ */ regularizer(null),
  /** Penalty of `gamma`. */
  gammaRegularizer: /* @__PURE__ */ regularizer(null),
  /** What `beta` is put through after each step of training. */
  betaConstraint: /* @__PURE__ */ constraint(null),
  /** What `gamma` is put through after each step of training. */
  gammaConstraint: /* @__PURE__ */ constraint(null),
};
