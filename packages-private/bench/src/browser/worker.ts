import { NDArray, setRandomSeed, setThreads } from "@hornbeam/core";
import { samples } from "../data.ts";
import { workloads } from "../workloads/index.ts";

/** Milliseconds a training step in `fit`, of each round after two that warm up. */
async function measure(name: string, threads: number, rounds: number): Promise<number[]> {
  await setThreads(threads);
  setRandomSeed(1);
  const workload = workloads[name]!;
  const model = workload.build();
  const { x, y, shape } = samples(workload, workload.batch * workload.steps);
  const [inputs, labels] = [new NDArray(x, shape), new NDArray(y, [shape[0]!])];
  const ms: number[] = [];
  for (let round = -2; round < rounds; round++) {
    const from = performance.now();
    await model.fit(inputs, labels, { batchSize: workload.batch, verbose: 0, shuffle: false });
    if (round >= 0) ms.push((performance.now() - from) / workload.steps);
  }
  return ms;
}

type Asked = MessageEvent<{ workload: string; threads: string; rounds: string }>;
addEventListener("message", ({ data }: Asked) => {
  measure(data.workload, Number(data.threads), Number(data.rounds)).then((ms) => postMessage(ms), reportError);
});
