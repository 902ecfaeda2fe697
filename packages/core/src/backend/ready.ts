import { start } from "@hornbeam/kernels";
import { engine } from "@hornbeam/kernels/tfjs";
import { refusal, StateError } from "../errors.ts";

/**
 * Starts the WASM backend; later calls wait for the same start. `fit`, `predict`, `loadModel` and the other
 * asynchronous calls do this themselves: only code that makes tensors by hand before any of them needs it.
 *
 * @example
 * await ready();
 */
export function ready(): Promise<void> {
  return start();
}

/** @throws {StateError} when no backend has been started yet. */
export function requireBackend(action: string): void {
  if (engine().backendName) return;
  throw refusal(StateError, {
    action,
    expected: "the backend must have been started",
    hint: "Write `await ready()` once before making tensors by hand; `fit`, `predict` and `loadModel` start it by themselves.",
  });
}
