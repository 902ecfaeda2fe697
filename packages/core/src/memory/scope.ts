import { engine, keep as keepTensor, type Tensor, tidy as tidyTensors } from "@hornbeam/kernels/tfjs";

/** Runs a function and frees every tensor made in it but those it returns. Synchronous code only. */
export function tidy<T>(body: () => T): T {
  return tidyTensors(body as () => never) as T;
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
