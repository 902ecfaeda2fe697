import type { Recorder } from "./recorder.ts";

let active: Recorder | undefined;

/** The recorder at work, if a step is being recorded and what happens now belongs to it. */
export function recorder(): Recorder | undefined {
  return active;
}

/** Runs `body` with another recorder, or with none. */
export function withRecorder<T>(next: Recorder | undefined, body: () => T): T {
  const before = active;
  active = next;
  try {
    return body();
  } finally {
    active = before;
  }
}
