import { join } from "node:path";
import type { Contestant } from "../contestant.ts";
import { enter } from "../contestants/index.ts";
import { workloads } from "../workloads/index.ts";
import type { Plan } from "./part.ts";
import { figureOf, inTurn } from "./rounds.ts";

/**
 * Milliseconds of a training step in `fit`, for everybody in turn; before that, whether all compute the same: the losses
 * of the first steps from the same weights on.
 */
export async function training(plan: Plan): Promise<void> {
  for (const workload of plan.only) {
    const contestants = plan
      .contestants()
      .map(({ command, threads }) => enter(command, join(plan.folder, workload), threads, workload));
    try {
      await sameLosses(contestants, workloads[workload]!.words === undefined ? 3 : 1);
      const options = { rounds: plan.rounds, warmUp: 2, part: "train", workload };
      plan.report(workloads[workload]!.title, "ms a step", await inTurn(contestants, { do: "train" }, options));
      const peaks = [];
      for (const contestant of contestants) {
        const [peak = 0, before = 0] = await contestant.ask({ do: "memory" });
        peaks.push(figureOf(contestant, peak ? [(peak - before) / 2 ** 20] : [], "memory", workload));
      }
      plan.report("  memory that training took beyond what the loaded model had", "MiB", peaks);
    } finally {
      for (const contestant of contestants) contestant.end();
    }
  }
}

/**
 * Embeddings are compared before the first step only: where a word comes twice in a batch, Adam of Keras on TensorFlow adds up the
 * squares of its gradients, and not the gradients first.
 *
 * @throws {Error} when a contestant that read the same file computes something else.
 */
async function sameLosses(contestants: readonly Contestant[], steps: number): Promise<void> {
  const [first, ...others] = contestants;
  const expected = await first!.ask({ do: "losses", steps });
  for (const contestant of others) {
    const losses = await contestant.ask({ do: "losses", steps });
    // tfjs-layers opens no `.keras` file: it has weights of its own
    if (contestant.failure !== undefined || contestant.name.startsWith("tfjs-layers")) continue;
    const apart = losses.findIndex((loss, i) => Math.abs(loss - expected[i]!) > 1e-3 * Math.abs(expected[i]!));
    if (apart >= 0)
      throw new Error(`${contestant.name} has the losses ${losses.join(", ")}, ${first!.name} ${expected.join(", ")}`);
  }
}
