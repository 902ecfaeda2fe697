import { Tensor } from "@tensorflow/tfjs-core/dist/tensor.js";

/** The tensors in lists and objects, at any depth. */
export function tensorsIn(container, found = [], seen = new Set()) {
  if (container === null || typeof container !== "object" || ArrayBuffer.isView(container)) return found;
  if (container instanceof Tensor) {
    found.push(container);
    return found;
  }
  for (const key in container) {
    const part = container[key];
    if (part === null || typeof part !== "object" || seen.has(part)) continue;
    seen.add(part);
    tensorsIn(part, found, seen);
  }
  return found;
}
