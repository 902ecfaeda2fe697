import { engine, getKernel, type Tensor, tensor1d, type Variable } from "@hornbeam/kernels/tfjs";
import { current } from "../current.ts";
import { randomUniformName } from "../fused/names.ts";
import { own } from "../fused/optimizers/in-place.ts";

/**
 * The key of a generator's next draw, `[2]`, int32. The generator's state, a seed and the number of draws so far, goes on by one
 * in place: a recorded step draws on without the host.
 *
 * - state: `[2]`, int32
 *
 * @example
 * const state = variable(tensor1d([7, 0], "int32"));
 * nextKey(state); // [415870660, -1389800543]
 * state; // [7, 1]
 */
export function nextKey(state: Variable): Tensor {
  if (!getKernel(randomUniformName, engine().backendName)) return onHost(state);
  const { runtime } = current();
  own(state, runtime);
  const info = runtime.frame(() => {
    const key = runtime.output([2], "int32");
    runtime.run("nextKey", 1, { state: runtime.update(state), key: key.address });
    return key.info;
  });
  return engine().makeTensorFromTensorInfo(info);
}

/** One well-mixed 32-bit number of two (the finalizer of MurmurHash3 on a Weyl sequence). */
export function mix(seed: number, count: number): number {
  let h = (seed + Math.imul(count, 0x9e3779b9)) >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** The same for other backends. */
function onHost(state: Variable): Tensor {
  const [seed, count] = state.dataSync() as Int32Array;
  const next = tensor1d([seed!, count! + 1], "int32");
  state.assign(next);
  next.dispose();
  const word = mix(seed! >>> 0, count!);
  return tensor1d(Int32Array.of(word, mix(0, word)), "int32");
}
