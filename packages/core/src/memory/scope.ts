import { engine, keep as keepTensor, Tensor, tidy as tidyTensors } from "@hornbeam/kernels/tfjs";
import { getMask } from "../context/mask.ts";
import { flatten } from "../graph/structure.ts";

/**
 * Runs a function and frees every tensor made in it but those in what it returns: a tensor, or a structure that may
 * hold anything else as well. Synchronous code only.
 */
export function tidy<T>(body: () => T): T {
  let result: T | undefined;
  // the backend would look for tensors in every element of every array: show it the tensors alone
  tidyTensors(() => {
    result = body();
    return result instanceof Tensor
      ? withMask(result)
      : flatten(result).flatMap((leaf) => (leaf instanceof Tensor ? withMask(leaf) : []));
  });
  return result as T;
}

/** A tensor and its mask, which lives as long. */
function withMask(tensor: Tensor): Tensor[] {
  const mask = getMask(tensor);
  return mask ? [tensor, mask] : [tensor];
}

/** `using _ = scope();` frees every tensor made until the end of the block. Synchronous code only. */
export function scope(): Disposable {
  engine().startScope("scope");
  return { [Symbol.dispose]: () => engine().endScope() };
}

/**
 * Runs a function that may turn out to be asynchronous. If it does not, every tensor made in it is freed, so that its
 * result must hold none; if it gives a promise, nothing is freed: the tensors belong to whoever waits for it.
 */
export function inScope<T>(body: () => T): T {
  engine().startScope("scope");
  let handedOn: readonly Tensor[] = [];
  try {
    const result = body();
    if (result instanceof Promise) handedOn = [...engine().state.activeScope.track];
    return result;
  } finally {
    engine().endScope(handedOn as Tensor[]);
  }
}

/** Takes a tensor, and its mask, out of the scopes that are open: it lives until it is disposed of. */
export function keep<T extends Tensor>(tensor: T): T {
  const mask = getMask(tensor);
  if (mask) keepTensor(mask);
  return keepTensor(tensor);
}
