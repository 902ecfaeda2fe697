import { boolean, fraction, integer } from "@hornbeam/core";

/** What the crossentropies of classes have in common. */
export const crossentropyOptions = {
  /** Whether predictions are logits: any real numbers, in place of probabilities. */
  fromLogits: /* @__PURE__ */ boolean(false),
  /** Share of the truth, in `[0, 1]`, that is spread evenly over the classes. */
  labelSmoothing: /* @__PURE__ */ fraction(0),
  /** Axis of the classes. */
  axis: /* @__PURE__ */ integer(-1),
};
