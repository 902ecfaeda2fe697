import { describe, expect, it } from "vitest";
import { baselineOf, problemsOf } from "./baseline.ts";
import type { Outcome, Status } from "./outcome.ts";
import { lineOf, tableOf } from "./report.ts";

const outcome = (kind: string, id: string, status: Status): Outcome => ({ kind, id, status, message: `${status} it` });
const outcomes = [
  outcome("layer", "Dense/a", "passed"),
  outcome("layer", "Dense/b", "missing"),
  outcome("layer", "GRU/a", "missing"),
  outcome("layer", "GRU/b", "missing"),
  outcome("ops", "add/0", "failed"),
  outcome("training", "finetune", "missing"),
];

describe("baseline", () => {
  it("lists what is missing, whole names by one entry", () => {
    expect(baselineOf(outcomes)).toEqual({ layer: ["Dense/b", "GRU/*"], training: ["finetune"] });
  });

  it("accepts what it lists, and no failure", () => {
    const baseline = baselineOf(outcomes);
    expect(problemsOf(outcomes, baseline)).toEqual(["failed: ops add/0: failed it"]);
  });

  it("finds what went missing, and entries that no longer hold", () => {
    const baseline = { layer: ["Dense/a", "Dense/b", "LSTM/*"], training: ["finetune"] };
    expect(problemsOf(outcomes, baseline)).toEqual([
      'stale entry "layer Dense/a": Dense/a passes',
      "missing, and not known to be: layer GRU/a: missing it",
      "missing, and not known to be: layer GRU/b: missing it",
      "failed: ops add/0: failed it",
      'stale entry "layer LSTM/*": there is no such case',
    ]);
  });
});

describe("report", () => {
  it("prints a line for what does not pass, and a table of all", () => {
    expect(outcomes.map(lineOf)[0]).toBe("");
    expect(lineOf({ ...outcomes[4]!, message: "a\nb", more: ["c", "d"] })).toBe("FAILED  ops add/0: a | b (+2 more)");
    expect(tableOf(outcomes).split("\n")).toEqual([
      "kind     ·  passed ·  failed · missing",
      "layer    ·       1 ·       0 ·       3",
      "ops      ·       0 ·       1 ·       0",
      "training ·       0 ·       0 ·       1",
      "total    ·       1 ·       1 ·       4",
    ]);
  });
});
