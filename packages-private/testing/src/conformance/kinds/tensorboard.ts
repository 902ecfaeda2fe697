import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Checks } from "../checks.ts";
import { construct } from "../construct.ts";
import type { Outcome } from "../outcome.ts";
import { outcomeOf } from "../replay-case.ts";
import { inEmptyFolder } from "../temporary-folder.ts";
import { type LogRun, readRuns } from "../tensorboard/log-run.ts";
import { type Step, Trajectory } from "../trajectory.ts";
import type { Replayer } from "./replayer.ts";

/** What the TensorBoard callback writes while a model is trained, one outcome a log folder. */
export const tensorboard: Replayer = async (testCase, context) => {
  const outcomes: Outcome[] = [];
  for (const [name, options] of Object.entries(testCase["callbacks"] as Record<string, object>)) {
    const replay = (checks: Checks): Promise<void> =>
      inEmptyFolder(async (folder) => {
        const trajectory = new Trajectory(testCase, context, checks);
        const logs = construct(context, "callbacks.TensorBoard", [], { ...options, log_dir: join(folder, "logs") });
        for (const [i, step] of (testCase["steps"] as readonly Step[]).entries()) {
          await trajectory.step(step, `step ${i} (${step.do})`, [logs]);
        }
        const stored = JSON.parse(await readFile(join(context.folder, `logs_${name}.json`), "utf8")) as { runs: Runs };
        compareRuns(checks, readRuns(join(folder, "logs")), stored.runs);
      });
    outcomes.push(await outcomeOf("tensorboard", `${String(testCase["id"])}/${name}`, replay, context));
  }
  return outcomes;
};

type Runs = Readonly<Record<string, LogRun>>;

/** Numbers went through float32 on both sides, and through other orders of summation. */
const tolerance = { atol: 1e-5, rtol: 1e-5 };

function compareRuns(checks: Checks, got: Runs, want: Runs): void {
  checks.json("runs", Object.keys(got).sort(), Object.keys(want).sort());
  for (const [name, run] of Object.entries(want)) {
    const found = got[name];
    if (!found) continue;
    for (const part of ["scalars", "histograms", "images", "kerasModel"] as const) {
      checks.structure(`${name} ${part}`, found[part], run[part], tolerance);
    }
    checks.json(`${name} graph`, found.graph, run.graph);
    const plugins = Object.entries(run.plugins).map(([plugin, tags]) => [plugin, [...tags].sort()]);
    const have = Object.entries(found.plugins).map(([plugin, tags]) => [plugin, [...tags].sort()]);
    checks.json(`${name} plugins`, Object.fromEntries(have), Object.fromEntries(plugins));
  }
}
