import { ready, runFunctionsEagerly, setThreads } from "@hornbeam/core";
import { limits } from "../../../../packages/kernels/src/threads/chunks.ts";
import { runBackwards } from "../../../../packages/kernels/testing/backwards.ts";
import { Packages } from "./packages.ts";
import { type Job, runJob } from "./run-cases.ts";
import { signatures } from "./signatures.ts";

/** The process that replays: takes jobs one by one from the one that started it, and answers each. */
export type Answer = { readonly outcomes: Awaited<ReturnType<typeof runJob>> };

const backwards = process.argv.includes("--backwards");
const threads = process.argv.find((argument) => argument.startsWith("--threads="))?.slice(10) ?? (backwards && "2");
if (threads) {
  await setThreads(Number(threads));
  Object.assign(limits, { alone: 0, shortest: 0, trials: false });
}
if (backwards) {
  await ready();
  await runBackwards();
}
if (process.argv.includes("--eager")) runFunctionsEagerly(true);

const shared = {
  packages: await Packages.load(),
  signatures: await signatures(),
  leaks: process.argv.includes("--leaks"),
};
process.on("message", (job: Job) => {
  // a failure of runJob itself ends the process, which fails the case
  void runJob(job, shared).then((outcomes) => process.send?.({ outcomes } satisfies Answer));
});
process.send?.({ ready: true });
