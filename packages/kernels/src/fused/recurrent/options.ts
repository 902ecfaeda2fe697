import type { Tensor } from "@hornbeam/kernels/tfjs";

/** Activations that recurrent kernels know. */
export type GateActivation = "linear" | "relu" | "sigmoid" | "tanh" | "hardSigmoid";

/** What a recurrent network is computed from. */
export interface RecurrentInputs {
  /** The input's part of the sums, bias included: `[batch, steps, gates · units]`. */
  readonly sums: Tensor;
  /** `[units, gates · units]`. */
  readonly recurrentKernel: Tensor;
  /** Added to the state's part, `[3 · units]`; of units with a reset gate after the product only. */
  readonly recurrentBias?: Tensor | undefined;
  /** The first states, `[batch, units]` each: `h`, and of an LSTM `c`; zeros by default. */
  readonly states?: readonly Tensor[] | undefined;
  /** What each gate sees the state times, the same at all steps: `[batch, gates · units]`; no gradient comes to it. */
  readonly factors?: Tensor | undefined;
  /** Steps to be skipped where false: bool, `[batch, steps]`. */
  readonly mask?: Tensor | undefined;
}

/** How {@link recurrent} goes over the steps. */
export interface RecurrentOptions {
  /** The kind of unit, with 4, 3 and 1 gates. */
  readonly cell: "lstm" | "gru" | "simple";
  /** What the new state goes through: tanh by default. */
  readonly activation?: GateActivation;
  /** What the gates go through: sigmoid by default. */
  readonly recurrentActivation?: GateActivation;
  /** Of a gru, whether the reset gate comes after the product with the recurrent kernel (the default). */
  readonly resetAfter?: boolean;
  /** Whether the steps are taken from the last on. */
  readonly goBackwards?: boolean;
  /** Whether the outputs of all steps are given, in the order in which they are made. */
  readonly returnSequences?: boolean;
  /** Whether the last states are given. */
  readonly returnStates?: boolean;
  /** Whether the output of a skipped step is 0, not that of the step before. */
  readonly zeroOutputForMask?: boolean;
}

/** {@link RecurrentOptions}, all given. */
export type RecurrentSettings = Required<RecurrentOptions>;

/** Gates and states of each kind of unit. */
export const cells = {
  lstm: { gates: 4, states: 2 },
  gru: { gates: 3, states: 1 },
  simple: { gates: 1, states: 1 },
} as const;
