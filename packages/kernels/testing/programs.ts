// Programs of steps, made as `fit` makes them: run once, recorded twice, each time on other tensors.
import * as tf from "@hornbeam/kernels/tfjs";
import type { HostValues } from "../src/recording/instruction.ts";
import type { Program } from "../src/recording/program.ts";
import { compileRecordings, type Recording, recordStep } from "../src/recording/record.ts";

/** What a step gives: what is read of it, if anything. */
export type TestStep = (...inputs: tf.Tensor1D[]) => tf.Tensor | undefined;

const tensorsOf = (inputs: readonly HostValues[]) =>
  inputs.map((values) => tf.tensor1d(values, values instanceof Int32Array ? "int32" : "float32"));

/** Records a step on inputs. */
export function recordingOf(inputs: readonly HostValues[], step: TestStep): Recording {
  return tf.tidy(() => {
    const tensors = tensorsOf(inputs);
    const { recording } = recordStep(tensors, () => {
      const result = step(...tensors);
      return { value: undefined, results: result ? [result] : [] };
    });
    return recording as never;
  });
}

/** A program of a step, or why there is none. It runs three times meanwhile. */
export function compiled(inputs: readonly HostValues[], step: TestStep): Program | string {
  tf.tidy(() => void step(...tensorsOf(inputs)));
  const first = recordingOf(inputs, step);
  return compileRecordings(first, recordingOf(inputs, step));
}

export function programOf(inputs: readonly HostValues[], step: TestStep): Program {
  const program = compiled(inputs, step);
  if (typeof program === "string") throw new Error(program);
  return program;
}

/** The values of the first result of a replay. */
export function replayed(program: Program, ...inputs: HostValues[]): number[] {
  if (!program.replay(inputs)) throw new Error("The program was not replayed");
  return [...(program.results()[0]?.values ?? [])];
}
