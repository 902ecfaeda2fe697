import {
  flatten,
  type Logs,
  mapStructure,
  NDArray,
  type Program,
  packAs,
  type Recording,
  type Tensor,
  toNDArray,
  unrecorded,
} from "@hornbeam/core";
import { readLogs, type StepResults } from "./read-logs.ts";
import type { StepKind } from "./recorded-step.ts";
import type { TrainBatch } from "./types.ts";

/** A step that gives logs: numbers that it read from tensors. */
export function logsKind(step: (batch: TrainBatch) => StepResults): StepKind<Logs> {
  return {
    run: (batch) => ({ value: readLogs(step(batch)) }),
    reader: (logs, { reads }) => {
      const places = Object.entries(logs).map(([key, value]) => [key, placeOf(key, value as number, reads)] as const);
      const computed = places.find(([, place]) => place < 0);
      if (computed) return `the step gives a number for "${computed[0]}" that is not read from a tensor`;
      return (program) => {
        const numbers = program.numbers();
        return Object.fromEntries(places.map(([key, place]) => [key, numbers[place]!]));
      };
    },
  };
}

function placeOf(key: string, value: number, reads: Recording["reads"]): number {
  return reads.findLastIndex((read) => read.name === key && Object.is(read.value, value));
}

/** A step that gives arrays. */
export function arraysKind(step: (x: unknown) => unknown): StepKind<unknown> {
  return {
    run: ([x]) => {
      const outputs = step(x);
      const results = flatten(outputs) as Tensor[];
      const read = () => mapStructure(outputs, (tensor) => toNDArray(tensor as Tensor));
      return { value: unrecorded(read), results };
    },
    reader: (value) => (program: Program) =>
      packAs(
        value,
        program.results().map(({ values, shape, dtype }) => new NDArray(values, shape, dtype as "float32")),
      ),
  };
}
