// Functions that a command takes by number, in the order of their numbers: those in assembly/.

/** What labels of `lossRows` are, in the order of their numbers: see assembly/loss-rows.ts. */
export const lossKinds = ["numbers", "shares", "elements"] as const;

/** The functions of `unary`, in the order of their numbers. */
export const unaries = [
  "exp",
  "expm1",
  "log",
  "log1p",
  "sigmoid",
  "tanh",
  "erf",
  "softplus",
  "elu",
  "gelu",
  "geluApproximation",
  "silu",
  "selu",
  "sin",
  "cos",
  "tan",
  "asin",
  "acos",
  "atan",
  "sinh",
  "cosh",
  "asinh",
  "acosh",
  "atanh",
  "abs",
  "neg",
  "relu",
  "relu6",
  "square",
  "sqrt",
  "rsqrt",
  "reciprocal",
  "floor",
  "ceil",
  "round",
  "sign",
] as const;

/** The functions of `unaryWith`, which have numbers p and q, in the order of their numbers. */
export const unariesWith = ["leakyRelu", "step", "clip"] as const;

/** The functions of `unaryIntegers`, in the order of their numbers. */
export const integerUnaries = ["abs", "neg", "square", "sign", "clip"] as const;

/** The activations of recurrent kernels, in the order of their numbers. */
export const gateActivations = ["linear", "relu", "sigmoid", "tanh", "hardSigmoid"] as const;
