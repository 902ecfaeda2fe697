import type { Recorder } from "./recorder.ts";

let active: Recorder | undefined;

/** The recorder at work, if a step is being recorded and what happens now belongs to it. */
export function recorder(): Recorder | undefined {
  return active;
}

let rehearsing = false;

/** Whether what happens is recorded only: neither commands nor other work on memory are done. */
export function isRehearsal(): boolean {
  return rehearsing && active !== undefined;
}

/** Runs `body`, of which what it does is recorded, and not done: what it makes has no values. */
export function rehearse(body: () => void): void {
  const before = rehearsing;
  rehearsing = true;
  try {
    body();
  } finally {
    rehearsing = before;
  }
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
