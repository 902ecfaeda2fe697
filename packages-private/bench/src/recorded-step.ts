// Where the time of a recorded step goes: milliseconds of each of its commands, the fastest tenth of many steps.
//
//   node --conditions=@hornbeam/source packages-private/bench/src/recorded-step.ts [workload] [steps] [all] [predict=samples]
//
// A step trains on a batch, or predicts so many samples. Commands are run one by one, on one thread, by themselves; `all` lists
// them with their arguments (addresses in MiB), in their order, otherwise they are added up by name.
import { NDArray, ready } from "@hornbeam/core";
import { block, type Command, commands, layout } from "../../../packages/kernels/src/abi.ts";
import { Program } from "../../../packages/kernels/src/recording/program.ts";
import { Runtime } from "../../../packages/kernels/src/runtime.ts";
import { samples } from "./data.ts";
import { workloads } from "./workloads/index.ts";

const given = process.argv.slice(2);
const predicted = given.find((word) => word.startsWith("predict="))?.slice("predict=".length);
const isAll = given.includes("all");
const [name = "xception-32", steps = "40"] = given.filter((word) => word !== "all" && !word.startsWith("predict="));
const workload = workloads[name];
if (!workload) throw new Error(`Cannot profile "${name}": it must be one of ${Object.keys(workloads).join(", ")}`);

interface Row {
  readonly command: Command;
  readonly told: string;
  readonly times: number[];
}
const rows = new Map<number, Row>();
const replays: number[] = [];
let isReplay = false;

/** A command's name, units and arguments, as they are in memory. */
function read(runtime: Runtime, address: number): Row {
  const words = new Int32Array(runtime.bytes.buffer, address, block.bytes / 4);
  const command = (Object.keys(commands) as Command[])[words[block.op / 4]!]!;
  const told = layout(command).flatMap(({ name, kind }, i) => {
    const word = words[block.words / 4 + i]!;
    if (kind === "float") return [];
    return kind === "integer" ? `${name} ${word}` : `${name} @${((word >>> 0) / 2 ** 20).toFixed(3)}`;
  });
  return { command, told: `${words[block.units / 4]} x (${told.join(", ")})`, times: [] };
}

function timed(times: number[], work: () => void): void {
  const begin = performance.now();
  work();
  times.push(performance.now() - begin);
}

const { runProgram } = Runtime.prototype;
Runtime.prototype.runProgram = function (address, count, extra, way) {
  if (!isReplay) return runProgram.call(this, address, count, extra, way);
  for (let at = address; at < address + count * block.bytes; at += block.bytes) {
    if (!rows.has(at)) rows.set(at, read(this, at));
    timed(rows.get(at)!.times, () => runProgram.call(this, at, 1, extra, false));
  }
};
const { replay } = Program.prototype;
Program.prototype.replay = function (inputs) {
  if (replays.length === 0) console.log(this.statistics);
  let isDone = false;
  isReplay = true;
  timed(replays, () => {
    isDone = replay.call(this, inputs);
  });
  isReplay = false;
  return isDone;
};

await ready();
const count = Number(predicted ?? workload.batch);
const { x, y, shape } = samples(workload, count);
const model = workload.build();
const [xs, ys] = [new NDArray(x, shape), new NDArray(y, [count])];
for (let i = 0; i < Number(steps); i++) {
  if (predicted === undefined) await model.trainOnBatch(xs, ys);
  else await model.predict(xs, { verbose: 0, batchSize: count });
}

const fast = (times: number[]) => [...times].sort((a, b) => a - b)[Math.floor(times.length / 10)]!;
const measured = [...rows.values()].map((row) => ({ ...row, ms: fast(row.times) }));
// those of a prologue are done again only when weights have changed
const isOften = ({ times }: Row) => times.length * 2 > replays.length;
const [before, list] = [measured.filter((row) => !isOften(row)), measured.filter(isOften)];
const sum = (part: typeof measured) => part.reduce((ms, row) => ms + row.ms, 0);
const total = sum(list);
console.log(`${before.length} commands of the prologue: ${sum(before).toFixed(2)} ms`);
console.log(`${list.length} commands: ${total.toFixed(2)} ms; all of a step: ${fast(replays).toFixed(2)} ms`);
if (isAll)
  for (const { ms, command, told } of [...before, ...list]) console.log(ms.toFixed(3).padStart(8), command, told);
else {
  const sums = new Map<string, number[]>();
  for (const { command, ms } of list) sums.set(command, [...(sums.get(command) ?? []), ms]);
  const costs = [...sums].map(([command, each]) => ({ command, count: each.length, ms: each.reduce((a, b) => a + b) }));
  for (const { command, count, ms } of costs.sort((a, b) => b.ms - a.ms))
    console.log(
      ms.toFixed(3).padStart(8),
      `${((100 * ms) / total).toFixed(1)}%`.padStart(6),
      `${count}x`.padStart(5),
      command,
    );
}
