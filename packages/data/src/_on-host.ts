import { getMask, inScope, Tensor, toNDArray } from "@hornbeam/core";
import { mapLeaves, type OnHost } from "./structure.ts";

/**
 * What a function gives for an element, tensors as arrays. What it computes with is freed; where it is asynchronous, only
 * the tensors that it gives are, but those of the element and those that are kept.
 */
export function callOnHost<T, U>(f: (element: T) => U | Promise<U>, element: T): OnHost<U> | Promise<OnHost<U>> {
  return inScope(() => {
    const given = f(element);
    return given instanceof Promise ? given.then((result) => takenOver(result, element)) : onHost(given);
  });
}

function onHost<U>(given: U): OnHost<U> {
  return mapLeaves(given, (leaf) => (leaf instanceof Tensor ? toNDArray(leaf) : leaf)) as OnHost<U>;
}

function takenOver<U>(given: U, element: unknown): OnHost<U> {
  const result = onHost(given);
  const borrowed = tensorsOf(element);
  for (const tensor of tensorsOf(given)) {
    if (borrowed.has(tensor)) continue;
    const mask = getMask(tensor);
    for (const each of mask ? [tensor, mask] : [tensor]) if (!each.kept && !each.isDisposed) each.dispose();
  }
  return result;
}

function tensorsOf(structure: unknown): Set<Tensor> {
  const tensors = new Set<Tensor>();
  mapLeaves(structure, (leaf) => leaf instanceof Tensor && tensors.add(leaf));
  return tensors;
}
