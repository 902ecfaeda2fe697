import { caseOutcome } from "../replay-case.ts";
import { inEmptyFolder } from "../temporary-folder.ts";
import { type Step, Trajectory } from "../trajectory.ts";
import type { Replayer } from "./replayer.ts";

/** A trajectory: a model trained step by step, as Keras trained it. */
export const training: Replayer = (testCase, context) =>
  caseOutcome("training", testCase, context, (checks) =>
    inEmptyFolder(async () => {
      const trajectory = new Trajectory(testCase, context, checks);
      for (const [i, step] of (testCase["steps"] as readonly Step[]).entries()) {
        await trajectory.step(step, `step ${i} (${step.do})`);
      }
    }),
  );
