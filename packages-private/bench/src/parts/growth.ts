import { NDArray, setRandomSeed } from "@hornbeam/core";
import { Dense, Input } from "@hornbeam/layers";
import { Sequential } from "@hornbeam/models";
import { samples } from "../data.ts";
import { median } from "../statistics.ts";
import { mlp } from "../workloads/mlp.ts";
import type { Figure, Plan } from "./part.ts";

const title = "How a step grows with the batch and with the layers (Hornbeam, in this process)";

/** Milliseconds of a step against the size of the batch and the number of layers: both should grow in proportion. */
export async function growth(plan: Plan): Promise<void> {
  const figures: Figure[] = [];
  for (const batch of [32, 64, 128, 256, 512]) figures.push(await cost(`batch ${batch}`, 2, batch, plan.rounds));
  for (const depth of [2, 4, 8, 16, 32]) figures.push(await cost(`${depth} layers`, depth, 64, plan.rounds));
  plan.report(title, "ms a step", figures);
}

async function cost(name: string, depth: number, batch: number, rounds: number): Promise<Figure> {
  setRandomSeed(1);
  using model = new Sequential([
    Input({ shape: [784] }),
    ...Array.from({ length: depth }, () => new Dense({ units: 256, activation: "relu" })),
    new Dense({ units: 10, activation: "softmax" }),
  ]);
  model.compile({ optimizer: "sgd", loss: "sparse_categorical_crossentropy" });
  const steps = 16;
  const { x, y, shape } = samples(mlp(batch), batch * steps);
  const [inputs, labels] = [new NDArray(x, shape), new NDArray(y, [batch * steps])];
  const ms: number[] = [];
  for (let round = -2; round < rounds; round++) {
    const from = performance.now();
    await model.fit(inputs, labels, { batchSize: batch, verbose: 0, shuffle: false });
    if (round >= 0) ms.push((performance.now() - from) / steps);
  }
  return { part: "growth", workload: name, contestant: name, median: median(ms), p10: Math.min(...ms) };
}
