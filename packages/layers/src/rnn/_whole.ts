import * as activations from "@hornbeam/activations";
import type { Tensor, Variable } from "@hornbeam/core";
import { type GateActivation, type RecurrentOptions, recurrent } from "@hornbeam/kernels";
import { cast } from "@hornbeam/ops";
import { isFloatTensor, tensorOf } from "../_fused.ts";
import type { States } from "./_recurrent-cell.ts";

/** What a recurrent layer computes: a sequence, and how to go over it. */
export interface Sequence {
  /** `[batch, steps, features]`. */
  readonly x: Tensor;
  readonly mask: Tensor | null;
  /** The first states; null for zeros. */
  readonly initial: States | null;
  readonly training: boolean;
  readonly how: Pick<RecurrentOptions, "goBackwards" | "returnSequences" | "returnStates" | "zeroOutputForMask">;
}
/** What comes of it; without states where they were not asked for. */
export interface Scanned {
  readonly output: Tensor;
  readonly states: States;
}
/** What the state's part of the sums is made with. */
export interface StatePart {
  readonly kernel: Variable;
  readonly bias: Tensor | null;
  /** What each gate sees the state times, `[batch, gates · units]`: dropout. */
  readonly factors: Tensor | null;
}
/** A cell as the kernels know it. */
export interface KnownCell {
  readonly cell: RecurrentOptions["cell"];
  readonly units: number;
  readonly activation: unknown;
  readonly recurrentActivation?: unknown;
  readonly resetAfter?: boolean;
}

const known = /* @__PURE__ */ new Map<unknown, GateActivation>([
  [activations.linear, "linear"],
  [activations.relu, "relu"],
  [activations.sigmoid, "sigmoid"],
  [activations.tanh, "tanh"],
  [activations.hardSigmoid, "hardSigmoid"],
]);

/** Whether one kernel can do the whole sequence: in a dry run, or with an activation that it does not know, it cannot. */
export function fitsKernel({ x, initial }: Sequence, { units, activation, recurrentActivation }: KnownCell): boolean {
  const [batch, steps] = x.shape;
  const isState = (state: unknown) =>
    isFloatTensor(state) && state.rank === 2 && state.shape[0] === batch && state.shape[1] === units;
  if (!isFloatTensor(x) || steps === 0 || !known.has(activation)) return false;
  return (recurrentActivation === undefined || known.has(recurrentActivation)) && (initial ?? []).every(isState);
}

/** All steps in one kernel; `sums` is the input's part, `[batch, steps, gates · units]`. */
export function whole(
  { mask, initial, how }: Sequence,
  { cell, activation, recurrentActivation, resetAfter = true }: KnownCell,
  sums: Tensor,
  { kernel, bias, factors }: StatePart,
): Scanned {
  return recurrent(
    {
      sums,
      recurrentKernel: tensorOf(kernel),
      recurrentBias: bias ?? undefined,
      factors: factors ?? undefined,
      states: (initial as readonly Tensor[] | null) ?? undefined,
      mask: mask ? cast(mask, "bool") : undefined,
    },
    {
      ...how,
      cell,
      resetAfter,
      activation: known.get(activation)!,
      recurrentActivation: known.get(recurrentActivation) ?? "sigmoid",
    },
  );
}
