import { join } from "node:path";
import { enter } from "../contestants/index.ts";
import { workloads } from "../workloads/index.ts";
import type { Plan } from "./part.ts";
import { inTurn } from "./rounds.ts";

/** Milliseconds of `predict` for one sample, and for all samples of a workload. */
export async function prediction(plan: Plan): Promise<void> {
  for (const workload of plan.only) {
    const { title, batch, steps } = workloads[workload]!;
    const contestants = plan
      .contestants()
      .map(({ command, threads }) => enter(command, join(plan.folder, workload), threads, workload));
    try {
      const options = { rounds: plan.rounds, warmUp: 2, workload };
      const one = await inTurn(contestants, { do: "predictOne", times: 5 }, { ...options, part: "predict-one" });
      plan.report(`${title}: predict one sample`, "ms", one);
      const all = await inTurn(contestants, { do: "predictAll" }, { ...options, part: "predict-all" });
      plan.report(`${title}: predict ${batch * steps} samples`, "ms", all);
    } finally {
      for (const contestant of contestants) contestant.end();
    }
  }
}
