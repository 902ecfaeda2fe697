import { cast, type DataType, engine, notEqual, type Tensor } from "@hornbeam/kernels/tfjs";
import { recorder, withRecorder } from "./active.ts";
import type { HostValues, Saving } from "./instruction.ts";

/** Whether a step is being recorded. */
export function isRecording(): boolean {
  return recorder() !== undefined;
}

/**
 * Runs host code that is no part of a recorded step: what it reads is the caller's to take care of, by
 * {@link guardNumber}, {@link hostTensor} or {@link recordEffect}.
 */
export function unrecorded<T>(body: () => T): T {
  return withRecorder(undefined, body);
}

/**
 * Does something on the host now, and again with each replay of the step.
 *
 * @param save Saves what `run` is about to change, and gives what brings it back: that is called where a replay fails, or leaves
 *   out the part of the step to which the effect belongs. Without it the effect stays, and no part may have it.
 */
export function recordEffect(run: () => void, save?: Saving): void {
  recorder()?.effect(run, save);
  unrecorded(run);
}

/**
 * Does a part of a step only where a number is not 0, which a kernel has computed, or not false; says whether it did. A recorded step decides
 * with each replay, in memory. What the part makes it keeps to itself, but for the variables that it changes.
 *
 * @param flag One number, or truth value.
 * @example
 * const w = variable(scalar(1));
 * onlyIf(scalar(0, "int32"), () => w.assign(scalar(2))); // false
 * w; // 1
 */
export function onlyIf(flag: Tensor, part: () => void): boolean {
  const holds = unrecorded(() => flag.dataSync()[0] !== 0);
  const heard = recorder();
  if (!holds) heard?.leaveOut();
  else if (!heard) part();
  else {
    const word = cast(notEqual(flag, 0), "int32");
    heard.conditionally(word, part);
    word.dispose();
  }
  return holds;
}

/**
 * A tensor of values that the host makes, anew with each replay of the step.
 *
 * @example
 * hostTensor(() => Float32Array.of(1, 2), [2]); // [1, 2]
 */
export function hostTensor(values: () => HostValues, shape: readonly number[], dtype: DataType = "float32"): Tensor {
  const made = unrecorded(values);
  const tensor = engine().makeTensor(made, [...shape], dtype);
  recorder()?.fill(tensor, values);
  return tensor;
}

/** A scalar that the host computes, anew with each replay of the step. */
export function hostScalar(value: () => number): Tensor {
  return hostTensor(() => Float32Array.of(value()), []);
}

/** A number of the host's on which the step rests: when it has changed, the step is recorded again. */
export function guardNumber(what: string, read: () => number): number {
  const value = unrecorded(read);
  recorder()?.guard({ what, read, value });
  return value;
}

/** Says that the step cannot be recorded. It runs as it would without; the reason is kept for those who ask. */
export function refuseRecording(reason: string): void {
  recorder()?.refuse(reason);
}

/** Runs a piece of work whose name goes before the reason, if it is why a step cannot be recorded. */
export function namedWork<T>(name: () => string, body: () => T): T {
  const heard = recorder();
  if (!heard) return body();
  const before = heard.enter(name());
  try {
    return body();
  } finally {
    heard.leave(before);
  }
}

/** The first element of a tensor under a name, as a number that is read anew when the step has been replayed. */
export function readNumber(name: string, tensor: Tensor): number {
  const value = unrecorded(() => tensor.dataSync()[0]!);
  recorder()?.read(name, tensor, value);
  return value;
}
