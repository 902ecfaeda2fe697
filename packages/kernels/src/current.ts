import { KernelError } from "./errors.ts";
import type { Variant } from "./load-module.ts";
import type { Runtime } from "./runtime.ts";

/** The kernels that run. */
export interface Running {
  readonly runtime: Runtime;
  readonly variant: Variant;
}

let running: Running | undefined;

/** Sets what {@link current} gives. */
export function setCurrent(started: Running): void {
  running = started;
}

/**
 * The running kernels.
 *
 * @throws {KernelError} before `start()` has finished.
 */
export function current(): Running {
  if (!running) throw new KernelError("Cannot use the kernels: `await start()` must come first");
  return running;
}
