import { engine, keep as keepTensor, Tensor, tidy as tidyTensors } from "@hornbeam/kernels/tfjs";
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
    return result instanceof Tensor ? result : (flatten(result).filter((leaf) => leaf instanceof Tensor) as Tensor[]);
  });
  return result as T;
}

/** `using _ = scope();` frees every tensor made until the end of the block. Synchronous code only. */
export function scope(): Disposable {
  engine().startScope("scope");
  return { [Symbol.dispose]: () => engine().endScope() };
}

/** Takes a tensor out of the scopes that are open: it lives until it is disposed of. */
export function keep<T extends Tensor>(tensor: T): T {
  return keepTensor(tensor);
}
