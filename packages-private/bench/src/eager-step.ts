/**
 * What eager work costs outside of kernels: microseconds of training steps of the MLP, of evaluation and prediction, of one op on
 * small tensors and of one dense layer.
 *
 *     node --conditions=@hornbeam/source packages-private/bench/src/eager-step.ts [rounds] [part of a name]
 *
 * Three ways take turns, on one thread: as they are, with a clock around each program of kernels, and with kernels that do nothing.
 * `outside` is what the second leaves beside the programs, without what the clock itself takes; `empty` is all of the last, which
 * other work on the machine changes least, and `cpu` its processor time on all threads of the engine. Medians, and of `empty` the
 * fastest tenth.
 */
import { Callback, NDArray, ready, setThreads, type Tensor } from "@hornbeam/core";
import { Dense } from "@hornbeam/layers";
import { add, ones } from "@hornbeam/ops";
import { Runtime } from "../../../packages/kernels/src/runtime.ts";
import { samples } from "./data.ts";
import { median, quantile } from "./statistics.ts";
import { workloads } from "./workloads/index.ts";

const [rounds = 20, wanted = ""] = [Number(process.argv[2] ?? 20), process.argv[3]];
/** Steps of a round, and calls that count as one step where they are too short for a clock. */
const [steps, calls] = [50, 100];

type Way = "plain" | "clock" | "empty";
let way: Way = "plain";
let [inside, programs] = [0, 0];
const { runProgram } = Runtime.prototype;
Runtime.prototype.runProgram = function (...given) {
  if (way === "empty") return;
  if (way === "plain") return runProgram.apply(this, given);
  const begin = performance.now();
  runProgram.apply(this, given);
  inside += performance.now() - begin;
  programs++;
};

/** Work that is done `steps` times, and tells when each of them is over. */
interface Case {
  readonly run: (over: () => void) => unknown;
  readonly calls?: number;
}

await ready();
await setThreads(1);
const workload = workloads["mlp-32"]!;
const { x, y, shape } = samples(workload, workload.batch * steps);
const all: [NDArray, NDArray] = [new NDArray(x, shape), new NDArray(y, [workload.batch * steps])];
const batch: [NDArray, NDArray] = [
  new NDArray(x.slice(0, workload.batch * 784), [workload.batch, 784]),
  new NDArray(y.slice(0, workload.batch), [workload.batch]),
];

function compiled(optimizer: string) {
  const model = workload.build();
  model.compile({ optimizer, loss: "sparse_categorical_crossentropy", runEagerly: true });
  return model;
}
/** Tells `over` of the end of each batch. */
function after(over: () => void): Callback {
  return Object.assign(new Callback(), { onTrainBatchEnd: over, onTestBatchEnd: over, onPredictBatchEnd: over });
}
async function repeated(over: () => void, step: () => Promise<unknown>): Promise<void> {
  for (let i = 0; i < steps; i++) {
    await step();
    over();
  }
}
function short(call: () => Tensor): Case {
  const run = (over: () => void): void => {
    for (let i = 0; i < steps; i++) {
      for (let j = 0; j < calls; j++) call().dispose();
      over();
    }
  };
  return { run, calls };
}

const [sgd, adam] = [compiled("sgd"), compiled("adam")];
const [one, other] = [ones([10]), ones([10])];
const [layer, row] = [new Dense({ units: 4 }), ones([1, 4])];
const cases: Readonly<Record<string, Case>> = {
  "fit, SGD": { run: (over) => sgd.fit(...all, { verbose: 0, callbacks: [after(over)] }) },
  "fit, Adam": { run: (over) => adam.fit(...all, { verbose: 0, callbacks: [after(over)] }) },
  "trainOnBatch, SGD": { run: (over) => repeated(over, () => sgd.trainOnBatch(...batch)) },
  "trainOnBatch, Adam": { run: (over) => repeated(over, () => adam.trainOnBatch(...batch)) },
  evaluate: { run: (over) => sgd.evaluate(...all, { verbose: 0, callbacks: [after(over)] }) },
  predict: { run: (over) => sgd.predict(all[0], { verbose: 0, callbacks: [after(over)] }) },
  "ops.add of tens": short(() => add(one, other)),
  "a Dense of 4 x 4": short(() => layer(row)),
};

/** One way's steps: microseconds of each, of those in programs, and of the processor a round. */
class Steps {
  readonly times: number[] = [];
  readonly inside: number[] = [];
  readonly cpu: number[] = [];
  programs = 0;
}
const figures = new Map<string, Record<Way, Steps>>();
for (const [name, { run, calls = 1 }] of Object.entries(cases)) {
  if (!name.includes(wanted)) continue;
  const found = { plain: new Steps(), clock: new Steps(), empty: new Steps() };
  figures.set(name, found);
  for (let round = -3; round < rounds; round++) {
    for (way of ["plain", "clock", "empty"] as const) {
      const marks: [time: number, inside: number][] = [[performance.now(), inside]];
      const [before, first] = [process.cpuUsage(), programs];
      await run(() => marks.push([performance.now(), inside]));
      const { user, system } = process.cpuUsage(before);
      if (round < 0) continue;
      const took = marks.slice(1).map((mark, i) => mark.map((at, j) => (1000 * (at - marks[i]![j]!)) / calls));
      found[way].times.push(...took.map(([time]) => time!));
      found[way].inside.push(...took.map(([, inside]) => inside!));
      found[way].cpu.push((user + system) / steps / calls);
      found[way].programs = (programs - first) / steps / calls;
    }
  }
}

/** Microseconds that one reading of the clock takes. */
const reading = (() => {
  const count = 1e5;
  const begin = performance.now();
  for (let i = 0; i < count; i++) performance.now();
  return (1000 * (performance.now() - begin)) / count;
})();

const cell = (value: number) => value.toFixed(value < 10 ? 2 : 0).padStart(9);
console.log(`microseconds; a reading of the clock takes ${reading.toFixed(3)}`);
console.log(`${"".padEnd(20)}    whole  outside    empty  fastest      cpu programs`);
for (const [name, { plain, clock, empty }] of figures) {
  // of the two readings around a program one falls outside of what they measure
  const outside = median(clock.times.map((time, i) => time - clock.inside[i]!)) - clock.programs * reading;
  const columns = [median(plain.times), outside, median(empty.times), quantile(empty.times, 0.1), median(empty.cpu)];
  console.log(name.padEnd(20) + columns.map(cell).join("") + clock.programs.toFixed(0).padStart(9));
}
