/**
 * Times one step of each optimizer on 1,000,000 weights in 20 matrices, by its kernels and by its formula in ops, and how long
 * copying takes what such a step reads: weights, gradients and state. Then Adam against TensorFlow.js' own on its WASM backend (in
 * a process of its own), and what stands around a step: clipping, decay, averages, accumulation. All take turns; of all times the
 * fastest tenth is given, which other work on the machine changes least.
 *
 *     node --conditions=@hornbeam/source packages-private/bench/src/optimizers.ts [rounds] [threads]
 */
import { fileURLToPath } from "node:url";
import { type Optimizer, ready, setThreads, type Tensor, Variable } from "@hornbeam/core";
import { multiply, ones, sin, zeros } from "@hornbeam/ops";
import * as optimizers from "@hornbeam/optimizers";
import { Contestant } from "./contestant.ts";
import { quantile } from "./statistics.ts";

type AnyOptimizer = typeof optimizers.SGD; // one of them stands for all
type Work = () => void;

const rounds = Number(process.argv[2] ?? 20);
const steps = 5;
const shape = [250, 200];
const count = 20;

await setThreads(Number(process.argv[3] ?? 1));
await ready();
const gradients: Tensor[] = Array.from({ length: count }, (_, i) => multiply(sin(multiply(ones(shape), i + 1)), 0.01));
const variables = Array.from(
  { length: count },
  (_, i) => new Variable({ name: `w${i}`, shape, initializer: () => zeros(shape) }),
);

const classes = new Map(Object.entries<unknown>(optimizers));
const subjects: readonly (readonly [name: string, options?: object])[] = [
  ["SGD"],
  ["SGD", { momentum: 0.9 }],
  ["RMSprop"],
  ["RMSprop", { centered: true, momentum: 0.9 }],
  ["Adam"],
  ["Adam", { amsgrad: true }],
  ["AdamW"],
  ["Nadam"],
  ["Adamax"],
  ["Adagrad"],
  ["Adadelta"],
  ["Lion"],
  ["Ftrl"],
  ["Ftrl", { learningRatePower: -0.3 }],
  ["ScheduleFreeAdamW"],
  ["Lamb"],
  ["Adafactor"],
  ["Muon"],
];

console.log(
  `One step on ${(count * 50_000).toLocaleString("en")} weights in ${count} matrices, ms, fastest tenth of ${rounds}`,
);
console.log("                                            kernels     ops   faster   copying   as long");
for (const [name, options = {}] of subjects) {
  const Class = classes.get(name) as AnyOptimizer;
  class Composed extends Class {
    override updateStep(...step: Parameters<Optimizer["updateStep"]>): void {
      super.updateStep(...step);
    }
  }
  const [fused, composed] = [new Class(options), new Composed(options)];
  for (const optimizer of [fused, composed]) optimizer.apply(gradients, variables);
  const slots = fused.variables.filter(({ size }) => size === 50_000).length / count;
  const [here, ops, copying] = await byTurns([
    () => fused.apply(gradients, variables),
    () => composed.apply(gradients, variables),
    copyOf(2 + slots),
  ]);
  report(`${name} ${Object.keys(options).length > 0 ? JSON.stringify(options) : ""}`, here!, ops!, copying!);
  for (const optimizer of [fused, composed]) optimizer[Symbol.dispose]();
}

console.log("\nA step of gradient descent with what may stand around it");
const around: Record<string, object> = {
  nothing: {},
  "decay of weights": { weightDecay: 0.01 },
  clipnorm: { clipnorm: 1 },
  globalClipnorm: { globalClipnorm: 1 },
  clipvalue: { clipvalue: 1 },
  "averages, overwriting": { useEma: true, emaOverwriteFrequency: 1 },
  "gathering gradients": { gradientAccumulationSteps: 1_000_000 },
  lossScaleFactor: { lossScaleFactor: 3 },
};
const each = Object.values(around).map((options) => new optimizers.SGD(options));
for (const optimizer of each) optimizer.apply(gradients, variables);
const times = await byTurns(each.map((optimizer) => () => optimizer.apply(gradients, variables)));
for (const [i, name] of Object.keys(around).entries()) console.log(`  ${name.padEnd(40)} ${times[i]!.toFixed(2)}`);

const peer = new Contestant("TensorFlow.js", process.execPath, [
  "--no-warnings",
  fileURLToPath(new URL("contestants/tfjs-adam.ts", import.meta.url)),
]);
const adam = new optimizers.Adam();
const theirs = async () => (await peer.ask({ do: "train" }))[0] ?? Number.NaN;
const [own, other] = await byTurns([() => adam.apply(gradients, variables), theirs]);
peer.end();
console.log(
  `\nAdam ${own!.toFixed(2)}, of TensorFlow.js on WASM ${other!.toFixed(2)}: ${(other! / own!).toFixed(1)}× as long`,
);
if (peer.failure) console.log(`  TensorFlow.js cannot: ${peer.failure}`);

/** Copies so many arrays of the variables' size for each. */
function copyOf(arrays: number): Work {
  const pairs = Array.from({ length: Math.round(arrays * count) }, () => [
    new Float32Array(50_000),
    new Float32Array(50_000),
  ]);
  return () => {
    for (const [from, to] of pairs) to!.set(from!);
  };
}

/** Milliseconds of one run, the fastest tenth; the works take turns. One that gives a number has measured itself. */
async function byTurns(works: readonly (Work | (() => Promise<number>))[]): Promise<number[]> {
  const ms = works.map((): number[] => []);
  for (let round = -2; round < rounds; round++) {
    for (const [i, work] of works.entries()) {
      const from = performance.now();
      const given = work();
      let time: number;
      if (given) time = await given;
      else {
        for (let step = 1; step < steps; step++) work();
        time = (performance.now() - from) / steps;
      }
      if (round >= 0) ms[i]!.push(time);
    }
  }
  return ms.map((all) => quantile(all, 0.1));
}

function report(what: string, here: number, ops: number, copying: number): void {
  const numbers = [here.toFixed(2), ops.toFixed(2), `${(ops / here).toFixed(1)}×`, copying.toFixed(2)];
  const [a, b, c, d] = numbers.map((text) => text.padStart(8));
  console.log(`  ${what.padEnd(40)} ${a} ${b} ${c} ${d}  ${`${(here / copying).toFixed(2)}×`.padStart(8)}`);
}
