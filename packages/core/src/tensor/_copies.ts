import { engine, type Tensor } from "@hornbeam/kernels/tfjs";
import type { Storage } from "../array/storage.ts";

/** Whether the backend copies numbers that go in and come out, as the WASM backend does: others share them. */
export function backendCopies(): boolean {
  return engine().backendName === "wasm";
}

interface Heap {
  typedArrayFromHeap?(tensor: Tensor): Storage;
}

/** A tensor's elements where the backend keeps them, where it tells: good until anything is computed. */
export function heapView(tensor: Tensor): Storage | undefined {
  if (tensor.dtype === "string" || tensor.size === 0 || !backendCopies()) return undefined;
  return (engine().backend as Heap).typedArrayFromHeap?.(tensor);
}
