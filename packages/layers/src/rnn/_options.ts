import { activation } from "@hornbeam/activations";
import { constraint } from "@hornbeam/constraints";
import { boolean, fraction, nonNegativeInteger, nullable, option, positiveInteger } from "@hornbeam/core";
import { initializer } from "@hornbeam/initializers";
import { regularizer } from "@hornbeam/regularizers";

export const sizeOptions = {
  /** Size of the state and of the output. */
  units: /* @__PURE__ */ positiveInteger(),
  /** What the new state goes through: a name, or a function. */
  activation: /* @__PURE__ */ activation("tanh"),
};
export const gateOptions = {
  /** What the gates go through: a name, or a function. */
  recurrentActivation: /* @__PURE__ */ activation("sigmoid"),
};
export const biasOption = {
  /** Whether a bias is added. */
  useBias: /* @__PURE__ */ boolean(true),
};
export const startOptions = {
  /** Starting values of the kernel, which the input is multiplied by. */
  kernelInitializer: /* @__PURE__ */ initializer("glorot_uniform"),
  /** Starting values of the recurrent kernel, which the state is multiplied by. */
  recurrentInitializer: /* @__PURE__ */ initializer("orthogonal"),
  /** Starting values of the bias. */
  biasInitializer: /* @__PURE__ */ initializer("zeros"),
};
export const forgetOption = {
  /** Whether the bias of the forget gate starts as 1. */
  unitForgetBias: /* @__PURE__ */ boolean(true),
};
export const penaltyOptions = {
  /** Penalty of the kernel. */
  kernelRegularizer: /* @__PURE__ */ regularizer(null),
  /** Penalty of the recurrent kernel. */
  recurrentRegularizer: /* @__PURE__ */ regularizer(null),
  /** Penalty of the bias. */
  biasRegularizer: /* @__PURE__ */ regularizer(null),
};
export const activityOption = {
  /** Penalty of the output. */
  activityRegularizer: /* @__PURE__ */ regularizer(null),
};
export const constraintOptions = {
  /** What the kernel is put through after each step of training. */
  kernelConstraint: /* @__PURE__ */ constraint(null),
  /** What the recurrent kernel is put through after each step of training. */
  recurrentConstraint: /* @__PURE__ */ constraint(null),
  /** What the bias is put through after each step of training. */
  biasConstraint: /* @__PURE__ */ constraint(null),
};
export const dropoutOptions = {
  /** Share of the input's features that is dropped while training, the same at each step. */
  dropout: /* @__PURE__ */ fraction(0),
  /** Share of the state that is dropped while training, the same at each step. */
  recurrentDropout: /* @__PURE__ */ fraction(0),
};
export const seedOption = {
  /** Makes the choice of what is dropped reproducible. */
  seed: /* @__PURE__ */ nullable(nonNegativeInteger)(null),
};
export const resetOption = {
  /** Whether the reset gate comes after the product with the recurrent kernel, and that product has a bias. */
  resetAfter: /* @__PURE__ */ boolean(true),
};
export const scanOptions = {
  /** Whether the outputs of all steps are given, not only that of the last. */
  returnSequences: /* @__PURE__ */ boolean(false),
  /** Whether the last state is given after the output. */
  returnState: /* @__PURE__ */ boolean(false),
  /** Whether the steps are taken from the last to the first; outputs then come in that order. */
  goBackwards: /* @__PURE__ */ boolean(false),
  /** Whether a call starts with the states in which the last one ended. */
  stateful: /* @__PURE__ */ boolean(false),
  /** Means nothing here: the steps are always taken one by one. The number of steps must be known. */
  unroll: /* @__PURE__ */ boolean(false),
  /** Whether outputs of masked steps are 0, not those of the step before. */
  zeroOutputForMask: /* @__PURE__ */ boolean(false),
};
const cudnn = /* @__PURE__ */ option<"auto" | boolean>('"auto", true or false', (given) =>
  given === "auto" || typeof given === "boolean" ? given : undefined,
);
export const cudnnOption = {
  /** Means nothing here: there is no cuDNN, and one kernel for whole sequences where the options allow it. */
  useCudnn: /* @__PURE__ */ cudnn("auto", { unwritten: true }),
};
