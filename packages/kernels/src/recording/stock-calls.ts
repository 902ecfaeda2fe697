import { isRehearsal, recorder } from "./active.ts";

/** Emscripten's function that makes JavaScript functions of the backend's kernels. */
type Wrap = (name: string, result: string | null, types: string[]) => (...given: unknown[]) => unknown;

let heard: object | undefined;

/** Whether recorders hear the calls of a backend's stock kernels. */
export function hearsStockCalls(wasm: object): boolean {
  return heard === wasm;
}

/**
 * Lets recorders hear the calls of stock kernels. It must come before the kernels are set up, which is when they make their
 * functions.
 */
export function hearStockCalls(wasm: object): void {
  const module = wasm as { cwrap: Wrap };
  const cwrap = module.cwrap;
  module.cwrap = (name, result, types = []) => {
    const call = cwrap(name, result, types);
    return (...given) => {
      recorder()?.stock(name, types, given);
      if (isRehearsal() && result === null) return undefined;
      return call(...given);
    };
  };
  heard = wasm;
}
