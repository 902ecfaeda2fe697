// Whether training gives the same bits on any number of threads: every workload, or one, from the same weights on one to eight
// threads, with chunks as they are used and as small as they go, and with the chunks of each command from the last to the first.
//
//   node --conditions=@hornbeam/source packages-private/bench/src/same-bits.ts [workload] [steps]
//
// Prints a line a workload; exits with 1 if any bit of any weight or loss differs.
import { createHash } from "node:crypto";
import { NDArray, ready, setRandomSeed, setThreads } from "@hornbeam/core";
import { limits } from "../../../packages/kernels/src/threads/chunks.ts";
import { runBackwards } from "../../../packages/kernels/testing/backwards.ts";
import { samples } from "./data.ts";
import { type Workload, workloads } from "./workloads/index.ts";

const [only, steps = "4"] = process.argv.slice(2);
const usual = { ...limits };

/** A digest of the losses of some recorded steps and of the weights after them. */
async function digest(workload: Workload): Promise<string> {
  setRandomSeed(5);
  const model = workload.build();
  const { x, y, shape } = samples(workload, workload.batch);
  const [xs, ys] = [new NDArray(x, shape), new NDArray(y, [workload.batch])];
  const hash = createHash("sha256");
  for (let step = 0; step < Number(steps); step++) {
    const results = await model.trainOnBatch(xs, ys);
    hash.update(JSON.stringify(results));
  }
  for (const { data } of model.getWeights()) hash.update(data as Float32Array);
  model[Symbol.dispose]();
  return hash.digest("hex").slice(0, 12);
}

await setThreads(1);
await ready();
for (const [name, workload] of Object.entries(workloads)) {
  if (only && only !== name) continue;
  await setThreads(1);
  const expected = await digest(workload);
  const wrong: string[] = [];
  const check = async (how: string) => {
    if ((await digest(workload)) !== expected) wrong.push(how);
  };
  for (const [cut, sizes] of Object.entries({
    "in usual chunks": { ...usual, trials: false },
    "in the smallest": { ...usual, alone: 0, shortest: 0, trials: false },
  })) {
    Object.assign(limits, sizes);
    for (const threads of [2, 3, 4, 5, 6, 7, 8]) {
      await setThreads(threads);
      await check(`${threads} threads ${cut}`);
    }
    const forwards = await runBackwards();
    await check(`backwards ${cut}`);
    forwards();
  }
  Object.assign(limits, usual);
  console.log(`${name.padEnd(16)} ${expected} ${wrong.length === 0 ? "always" : `not on ${wrong.join(", ")}`}`);
  if (wrong.length > 0) process.exitCode = 1;
}
