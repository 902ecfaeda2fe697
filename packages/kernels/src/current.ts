import { KernelError } from "./errors.ts";
import type { Variant } from "./load-module.ts";
import type { Runtime } from "./runtime.ts";

/** The kernels that run. */
export interface Running {
  readonly runtime: Runtime;
  readonly variant: Variant;
}

let started: Running | undefined;

/** Sets what {@link current} gives. */
export function setCurrent(kernels: Running): void {
  started = kernels;
}

/** The kernels that run, if any do. */
export function running(): Running | undefined {
  return started;
}

/**
 * The running kernels.
 *
 * @throws {KernelError} before `start()` has finished.
 */
export function current(): Running {
  if (!started) throw new KernelError("Cannot use the kernels: `await start()` must come first");
  return started;
}
