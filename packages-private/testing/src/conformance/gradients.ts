import { gradientsOf, isTensor, type NDArray, type Tensor, toNDArray, toTensor } from "@hornbeam/core";
import { add, mul, scalar, sum } from "@hornbeam/kernels/tfjs";
import { toHost } from "./host.ts";
import { decodeArray, type EncodedTensor, isEncodedTensor } from "./values.ts";

export interface Differentiated<R> {
  /** What `read` made of the result, while its tensors were there. */
  readonly result: R;
  /** One a tensor: null where the output does not depend on it. */
  readonly grads: readonly (NDArray | null)[];
}

/**
 * Calls a function once, and takes the gradients of `sum(output · cotangent)` over all float outputs. Tensors of the
 * result do not outlive the call: `read` copies what is wanted of them to the host.
 */
export function differentiate<R>(
  run: () => unknown,
  cotangent: unknown,
  tensors: readonly Tensor[],
  read: (output: unknown) => R,
): Differentiated<R> {
  let result: R | undefined;
  const { value, grads } = gradientsOf(() => {
    const output = run();
    result = read(output);
    return weighted(output, cotangent);
  }, tensors);
  value.dispose();
  const copies = grads.map((grad) => {
    if (grad === null) return null;
    const copy = toNDArray(grad);
    if (!tensors.includes(grad)) grad.dispose();
    return copy;
  });
  return { result: result as R, grads: copies };
}

/** `sum(output · cotangent)`, structure against structure; `undefined` stands for the sum of a scalar output. */
function weighted(output: unknown, cotangent: unknown): Tensor {
  const terms: Tensor[] = [];
  const visit = (part: unknown, weight: unknown): void => {
    if (weight === null) return;
    if (isTensor(part)) {
      if (weight === undefined) terms.push(sum(part));
      else if (isEncodedTensor(weight)) terms.push(sum(mul(part, toTensor(decodeArray(weight as EncodedTensor)))));
      else throw new TypeError("The cotangent has another structure than the output");
      return;
    }
    if (typeof part !== "object" || part === null) return;
    for (const [key, inner] of Object.entries(part)) {
      visit(inner, weight === undefined ? undefined : (weight as Record<string, unknown>)[key]);
    }
  };
  visit(output, cotangent);
  return terms.length === 0 ? scalar(0) : terms.reduce((total, term) => add(total, term));
}

/** Reads an output as it is. */
export function readOutput(output: unknown): unknown {
  return toHost(output);
}
