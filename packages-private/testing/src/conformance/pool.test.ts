import { describe, expect, it } from "vitest";
import { replayAll } from "./pool.ts";

const jobsOf = (...ids: string[]) => ids.map((id) => ({ kind: "poetry", folder: ".", testCase: { id } }));

describe("replayAll", () => {
  it("replays in processes, answers in the order of the jobs, and tells each outcome at once", async () => {
    const told: string[] = [];
    const outcomes = await replayAll(jobsOf("a", "b", "c"), { processes: 2, onOutcome: ({ id }) => told.push(id) });
    const message = 'no replayer for the kind "poetry"';
    expect(outcomes).toEqual(["a", "b", "c"].map((id) => ({ kind: "poetry", id, status: "failed", message })));
    expect(told.toSorted()).toEqual(["a", "b", "c"]);
  });

  it("fails a case whose process ends or hangs, and goes on with the next in a new one", async () => {
    const options = { module: "./_faulty-worker.ts", processes: 1, longest: 2_000 };
    const outcomes = await replayAll(jobsOf("a", "dies", "b", "hangs", "c"), options);
    expect(outcomes.map(({ id, status, message }) => [id, status, message])).toEqual([
      ["a", "passed", undefined],
      ["dies", "failed", "the process ended (3): out of luck"],
      ["b", "passed", undefined],
      ["hangs", "failed", "took longer than 2 s"],
      ["c", "passed", undefined],
    ]);
  });
});
