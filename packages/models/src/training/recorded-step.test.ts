import { memory, NDArray, readNumber, ready, type Tensor } from "@hornbeam/core";
import { sum } from "@hornbeam/ops";
import { beforeAll, expect, it } from "vitest";
import { RecordedStep } from "./recorded-step.ts";

beforeAll(() => ready());

it("reads the result of a replay where it is wanted, and says when the batch is done with", () => {
  const done: number[] = [];
  let reads = 0;
  const step = new RecordedStep<number>({
    run: ([x]) => ({ value: readNumber("sum", sum(x as Tensor)) }),
    reader: () => (program) => {
      reads++;
      return program.numbers()[0]!;
    },
  });
  const before = memory().numTensors;
  const run = (value: number, isRead?: boolean) =>
    step.run(
      {
        x: new NDArray(Float32Array.of(value, 1), [2]),
        y: null,
        sampleWeight: null,
        recycle: () => done.push(value),
      },
      isRead,
    );
  // run, recorded, recorded again: all three give their result, and the recordings keep their batch
  expect([run(1), run(2, false), run(3)]).toEqual([2, 3, 4]);
  expect([step.replays, reads, done]).toEqual([0, 0, [1]]);
  expect([run(4), run(5, false), run(6)]).toEqual([5, undefined, 7]);
  expect([step.replays, reads, done]).toEqual([3, 2, [1, 4, 5, 6]]);
  step[Symbol.dispose]();
  expect(memory().numTensors).toBe(before);
});
