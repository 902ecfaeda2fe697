import type { Tensor } from "@hornbeam/core";
import { cast, expandDims, stack, unstack, where, zerosLike } from "@hornbeam/ops";
import type { States, Step } from "./_recurrent-cell.ts";

export interface Scan {
  readonly goBackwards: boolean;
  readonly returnSequences: boolean;
  readonly zeroOutputForMask: boolean;
}

/** The steps of a sequence `[batch, steps, ...]` one after the other; masked steps leave the states as they were. */
export function scan(
  inputs: Tensor,
  mask: Tensor | null,
  initial: States,
  step: Step,
  { goBackwards, returnSequences, zeroOutputForMask }: Scan,
): { output: Tensor; states: States } {
  const steps = inOrder(unstack(inputs, { axis: 1 }) as Tensor[], goBackwards);
  const masks = mask && inOrder(unstack(cast(mask, "bool"), { axis: 1 }) as Tensor[], goBackwards);
  const outputs: Tensor[] = [];
  let states = initial;
  let output: Tensor | undefined;
  steps.forEach((input, t) => {
    const [now, next] = step(input, states);
    const isValid = masks?.[t];
    output = isValid ? where(like(isValid, now), now, output ?? zerosLike(now)) : now;
    states = isValid ? mapStates(next, states, (to, from) => where(like(isValid, to), to, from)) : next;
    if (returnSequences) outputs.push(output);
  });
  const last = output!;
  if (!masks || !zeroOutputForMask) return { output: returnSequences ? stack(outputs, 1) : last, states };
  const zeroed = (tensor: Tensor, t: number) => where(like(masks[t]!, tensor), tensor, 0);
  return { output: returnSequences ? stack(outputs.map(zeroed), 1) : zeroed(last, steps.length - 1), states };
}

export function mapStates(a: States, b: States, f: (a: Tensor, b: Tensor) => Tensor): States {
  return a.map((one, i) => {
    const other = b[i]!;
    return isList(one) ? mapStates(one, other as States, f) : f(one as Tensor, other as Tensor);
  });
}
export function isList(state: Tensor | States): state is States {
  return Array.isArray(state);
}

function inOrder(steps: Tensor[], goBackwards: boolean): Tensor[] {
  return goBackwards ? [...steps].reverse() : steps;
}
/** A mask `[batch]` with as many axes as a tensor. */
function like(mask: Tensor, { shape }: Tensor): Tensor {
  return expandDims(
    mask,
    shape.slice(1).map((_, axis) => axis + 1),
  );
}
