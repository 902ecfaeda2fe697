import { join } from "node:path";
import { enter } from "../contestants/index.ts";
import { workloads } from "../workloads/index.ts";
import type { Figure, Plan } from "./part.ts";
import { figureOf } from "./rounds.ts";

/** Milliseconds from the start of a process to the first prediction of a `.keras` file, import and loading included. */
export async function coldStart(plan: Plan): Promise<void> {
  for (const workload of plan.only) {
    const entries = plan.contestants().filter(({ command }) => !command.name.startsWith("tfjs-layers"));
    const values = entries.map((): number[] => []);
    const last: Figure[] = [];
    for (let round = 0; round < Math.min(plan.rounds, 5); round++) {
      for (const [i, { command, threads }] of entries.entries()) {
        const from = performance.now();
        const contestant = enter(command, join(plan.folder, workload), threads, workload);
        await contestant.ask({ do: "predictOne", times: 1 });
        values[i]!.push(performance.now() - from);
        contestant.end();
        last[i] = figureOf(contestant, values[i]!, "cold-start", workload);
      }
    }
    plan.report(`${workloads[workload]!.title}: from the start of a process to the first prediction`, "ms", last);
  }
}
