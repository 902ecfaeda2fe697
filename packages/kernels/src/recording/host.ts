import { type DataType, engine, type Tensor } from "@hornbeam/kernels/tfjs";
import { recorder, withRecorder } from "./active.ts";
import type { HostValues } from "./instruction.ts";

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

/** Does something on the host now, and again with each replay of the step. */
export function recordEffect(run: () => void): void {
  recorder()?.effect(run);
  unrecorded(run);
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
