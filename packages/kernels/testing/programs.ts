// Programs of steps, made as `fit` makes them: run once, recorded twice.
import * as tf from "@hornbeam/kernels/tfjs";
import type { HostValues } from "../src/recording/instruction.ts";
import type { Program } from "../src/recording/program.ts";
import { compileRecordings, type Recording, recordStep } from "../src/recording/record.ts";

/** What a step gives: what is read of it, if anything. */
export type TestStep = (...inputs: tf.Tensor[]) => tf.Tensor | undefined;

/** Records a step on inputs. */
export function recordingOf(inputs: readonly tf.Tensor[], step: TestStep): Recording {
  return tf.tidy(() => {
    const { recording } = recordStep(inputs, () => {
      const result = step(...inputs);
      return { value: undefined, results: result ? [result] : [] };
    });
    return recording as never;
  });
}

/** A program of a step, or why there is none. It runs three times meanwhile. */
export function compiled(inputs: readonly tf.Tensor[], step: TestStep): Program | string {
  tf.tidy(() => void step(...inputs));
  const first = recordingOf(inputs, step);
  return compileRecordings(first, recordingOf(inputs, step));
}

export function programOf(inputs: readonly tf.Tensor[], step: TestStep): Program {
  const program = compiled(inputs, step);
  if (typeof program === "string") throw new Error(program);
  return program;
}

/** The values of the first result of a replay. */
export function replayed(program: Program, ...inputs: HostValues[]): number[] {
  if (!program.replay(inputs)) throw new Error("The program was not replayed");
  return [...(program.results()[0]?.values ?? [])];
}
