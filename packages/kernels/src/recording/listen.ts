import { engine } from "@hornbeam/kernels/tfjs";
import { recorder } from "./active.ts";
import type { RecordedBackend } from "./backend.ts";
import type { Recorder } from "./recorder.ts";

interface KernelRunner {
  runKernelFunc(call: { kernelName?: string }): unknown;
}

/**
 * Tells a recorder what the backend does, until the function that comes back is called. Methods of the instances are
 * covered for that long, so that nothing is slower while no step is recorded.
 */
export function listen(backend: RecordedBackend, heard: Recorder): () => void {
  const { wasm, dataIdMap } = backend;
  const undo: (() => void)[] = [];
  /** Covers a method; `around` gets the one below. */
  const cover = <T extends object, K extends keyof T>(target: T, name: K, around: (below: T[K]) => T[K]): void => {
    const own = Object.hasOwn(target, name);
    const below = target[name];
    target[name] = around(typeof below === "function" ? below.bind(target) : below);
    undo.push(() => {
      if (own) target[name] = below;
      else delete target[name];
    });
  };
  const entryOf = dataIdMap.get.bind(dataIdMap);

  cover(wasm, "_malloc", (malloc) => (bytes, purpose) => {
    const address = malloc(bytes, purpose);
    heard.allocated(address >>> 0, bytes, recorder() === heard);
    return address;
  });
  cover(wasm, "_free", (free) => (address) => {
    heard.freed(address >>> 0);
    free(address);
  });
  cover(wasm.tfjs, "registerTensor", (register) => (id, size, address) => {
    heard.registered(id, size, address);
    register(id, size, address);
  });
  cover(dataIdMap, "get", (get) => (dataId) => {
    const entry = get(dataId);
    heard.sought(dataId, entry);
    return entry;
  });
  cover(backend, "move", (move) => (dataId, values, shape, dtype, refCount) => {
    move(dataId, values, shape, dtype, refCount);
    if (values !== null && values !== undefined && recorder() === heard) heard.given(entryOf(dataId));
  });
  cover(backend, "readSync", (readSync) => (dataId) => {
    if (recorder() === heard) heard.readOnHost(entryOf(dataId));
    return readSync(dataId);
  });
  cover(backend, "typedArrayFromHeap", (view) => (tensor) => {
    if (recorder() === heard) heard.viewed(entryOf(tensor.dataId));
    return view(tensor);
  });
  // the engine's own method, which every op goes through
  cover(engine() as unknown as KernelRunner, "runKernelFunc", (run) => (call) => {
    const before = heard.enter(call.kernelName);
    try {
      return run(call);
    } finally {
      heard.leave(before);
    }
  });
  return () => {
    for (const uncover of undo.reverse()) uncover();
  };
}
