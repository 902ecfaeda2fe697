import { Tensor } from "@hornbeam/kernels/tfjs";
import type { KerasTensor } from "../graph/keras-tensor.ts";

type Maskable = Tensor | KerasTensor;

const masks = new WeakMap<object, Maskable>();

/** The mask attached to a tensor: bool, `[batch, steps]`, false where a step is to be skipped. */
export function getMask<T extends Maskable>(tensor: T): T | undefined {
  return masks.get(tensor) as T | undefined;
}

/** Attaches a mask, which is freed with the tensor. */
export function setMask(tensor: Maskable, mask: Maskable): void {
  masks.set(tensor, mask);
  if (!(tensor instanceof Tensor) || !(mask instanceof Tensor)) return;
  const dispose = tensor.dispose;
  tensor.dispose = () => {
    dispose.call(tensor);
    if (masks.get(tensor) === mask && !mask.isDisposed) mask.dispose();
  };
}
