import { engine, keep as keepTensor, Tensor } from "@hornbeam/kernels/tfjs";
import { getMask } from "../context/mask.ts";
import { isBranch } from "../graph/structure.ts";

/**
 * Runs a function and frees every tensor made in it but those in what it returns: a tensor, or a structure that may
 * hold anything else as well. Synchronous code only.
 */
export function tidy<T>(body: () => T): T {
  const tensors = engine();
  let kept: Tensor[] | undefined;
  tensors.startScope();
  try {
    const result = body();
    // the backend would look for tensors in every element of every array: show it the tensors alone
    kept = tensorsOf(result, []);
    return result;
  } finally {
    tensors.endScope(kept);
  }
}

/** The tensors of a structure, each with its mask, which lives as long. */
function tensorsOf(structure: unknown, found: Tensor[]): Tensor[] {
  if (typeof structure !== "object" || structure === null) return found;
  if (structure instanceof Tensor) {
    found.push(structure);
    const mask = getMask(structure);
    if (mask) found.push(mask);
  } else if (isBranch(structure)) for (const part of Object.values(structure)) tensorsOf(part, found);
  return found;
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
